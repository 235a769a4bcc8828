/** @typedef {import("./run-doctor.mjs").Finding} Finding */
/** @typedef {import("dockerode").ContainerInspectInfo} Container */

/**
 * All of the stack's containers are there and healthy, or none is: half a stack is what a broken `up` leaves.
 *
 * @param {import("./run-doctor.mjs").Patient} patient
 * @returns {Promise<Finding[]>}
 */
export async function checkContainers({ config, docker }) {
  if (!docker) return [];
  const found = await Promise.all(config.containers.map((name) => inspect(docker, name)));
  if (found.every((container) => container === undefined)) {
    return [
      { check: "containers", expected: "all healthy, or none", seen: "none: ./lab up brings the stack up" },
    ];
  }
  return config.containers.map((name, index) => rate(name, found[index], config));
}

/**
 * @param {import("dockerode")} docker
 * @param {string} name
 * @returns {Promise<Container | undefined>}
 */
function inspect(docker, name) {
  return docker
    .getContainer(name)
    .inspect()
    .catch(() => undefined);
}

/**
 * @param {string} name
 * @param {Container | undefined} container
 * @param {import("../../lib/project/lab-config.mjs").LabConfig} config
 * @returns {Finding}
 */
function rate(name, container, config) {
  const finding = { check: name, expected: "healthy" };
  if (!container) return { ...finding, seen: "no such container", todo: "./lab refresh, then ./lab up" };
  if (container.Config.Labels?.["kafka-lab.name"] !== config.labelName) {
    const todo = `rename it (docker rename ${name} ${name}-2), or give this stack a name in Pulumi.${config.stack}.yaml`;
    return { ...finding, seen: "a container that is not of this lab", todo };
  }
  const { Running, Paused, ExitCode, Health } = container.State;
  if (Paused) return { ...finding, seen: "paused", todo: `docker unpause ${name}` };
  if (!Running) return { ...finding, seen: `stopped, exit status ${ExitCode}`, todo: `docker start ${name}` };
  const seen = Health?.Status ?? "running, without a health check";
  if (seen === "healthy") return { ...finding, seen };
  return { ...finding, seen, todo: `see why: docker logs --tail 20 ${name}` };
}
