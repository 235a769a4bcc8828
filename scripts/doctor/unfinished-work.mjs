import { interruptedWork } from "../../lib/project/under-way.mjs";
import { describeMismatch, findMismatch } from "../../lib/stack/cluster-id.mjs";
import { dataVolumes } from "../../lib/stack/data-volumes.mjs";
import { readDrill } from "../../workshop/running/drills.mjs";

/** @typedef {import("./run-doctor.mjs").Finding} Finding */

/**
 * Whether what is there belongs together: a broker with its ZooKeeper, and a command with its end.
 *
 * @param {import("./run-doctor.mjs").Patient} patient
 * @returns {Promise<Finding[]>}
 */
export async function checkBelonging({ config, docker }) {
  return [...interruptedCommands(config.stack), ...(docker ? await checkClusterId(docker, config) : [])];
}

/** @param {string} stack @returns {Finding[]} */
function interruptedCommands(stack) {
  return interruptedWork()
    .filter(({ note }) => note.stack === undefined || note.stack === stack)
    .map(({ name, note: { command } }) => ({
      check: "interrupted command",
      expected: "none",
      seen: command,
      todo: name.startsWith("dev-")
        ? "./lab up"
        : command.startsWith("./lab drill")
          ? "./lab drill --restore"
          : command,
    }));
}

/**
 * @param {import("dockerode")} docker
 * @param {import("../../lib/project/lab-config.mjs").LabConfig} config
 * @returns {Promise<Finding[]>}
 */
async function checkClusterId(docker, config) {
  if (config.mode === "kraft") return [];
  const finding = { check: "cluster id", expected: "the same in Kafka's and ZooKeeper's data" };
  const mismatch = await findMismatch(docker, config);
  if (!mismatch) return [{ ...finding, seen: "nothing else" }];
  return [{ ...finding, seen: describeMismatch(mismatch), todo: await cure(docker, config) }];
}

/**
 * The messages of the old cluster cannot be served again without its ZooKeeper; kept volumes are named, because destroy
 * leaves them.
 *
 * @param {import("dockerode")} docker
 * @param {import("../../lib/project/lab-config.mjs").LabConfig} config
 */
async function cure(docker, config) {
  const { stack } = config;
  const drill = readDrill();
  if (drill && !drill.mendedAt && drill.stack === stack) {
    return "a drill is under way: ./lab hint, or ./lab drill --restore";
  }
  const { Volumes } = await docker.listVolumes();
  const there = dataVolumes(config).filter((name) => (Volumes ?? []).some(({ Name }) => Name === name));
  return `to begin empty: ./lab destroy --yes --stack ${stack}; docker volume rm --force ${there.join(" ")}; ./lab up --stack ${stack}`;
}
