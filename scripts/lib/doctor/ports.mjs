import { namesOfOwnContainers } from "../own-containers.mjs";
import { describePortHolder, findPortHolder } from "./port-holder.mjs";

/** @typedef {import("./run-doctor.mjs").Finding} Finding */

/**
 * Every port that the stack publishes is free, or already held by the stack itself.
 *
 * @param {import("./run-doctor.mjs").Patient} patient
 * @returns {Promise<Finding[]>}
 */
export async function checkPorts(patient) {
  const { kafkaPorts, serviceAPort, serviceBPorts } = patient.config;
  return Promise.all([
    ...kafkaPorts.map((port) => checkPort(patient, "kafkaPort", port)),
    checkPort(patient, "serviceAPort", serviceAPort),
    ...serviceBPorts.map((port) => checkPort(patient, "serviceBPort", port)),
  ]);
}

/**
 * @param {import("./run-doctor.mjs").Patient} patient
 * @param {string} key of the configuration
 * @param {number} port
 * @returns {Promise<Finding>}
 */
async function checkPort({ config, docker }, key, port) {
  const listContainers = async () => (await docker?.listContainers()) ?? [];
  const holder = await findPortHolder(port, { hostIp: config.dockerHostIp, listContainers });
  const finding = { check: `port ${port}`, expected: "free, or held by this lab" };
  if (holder === undefined) return { ...finding, seen: "free" };
  const seen = describePortHolder(holder);
  const ours = [...config.containers, ...namesOfOwnContainers(await listContainers(), config)];
  if (holder.kind === "container" && ours.includes(holder.name)) return { ...finding, seen };
  const stop = holder.kind === "container" ? `docker stop ${holder.name}` : "stop it";
  return {
    ...finding,
    seen,
    todo: `${stop}, or give this stack another ${key} in Pulumi.${config.stack}.yaml`,
  };
}
