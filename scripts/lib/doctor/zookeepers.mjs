import { adviseContainers } from "../reach/container-state.mjs";
import { collectOutput } from "./listeners.mjs";

/** @typedef {import("./run-doctor.mjs").Finding} Finding */

/**
 * One of three ZooKeepers leads and the others follow; one alone says that it stands alone.
 *
 * @param {import("./run-doctor.mjs").Patient} patient
 * @returns {Promise<Finding[]>}
 */
export async function checkZooKeepers({ config, docker }) {
  const { zookeepers } = config;
  if (!docker) return [];
  const roles = await Promise.all(zookeepers.map((name) => askRole(docker, name).catch(() => "away")));
  const expected = zookeepers.length === 1 ? "one on its own" : "a leader and its followers";
  const finding = {
    check: "ZooKeeper quorum",
    expected,
    seen: zookeepers.map((name, index) => `${name} ${roles[index]}`).join(", "),
  };
  const wrong = zookeepers.filter((_, index) => !/^(leader|follower|standalone)$/.test(roles[index] ?? ""));
  if (wrong.length === 0) return [finding];
  const todo = await adviseContainers(wrong);
  return [{ ...finding, todo }];
}

/**
 * ZooKeeper's own short report over bash, which costs no Java process.
 *
 * @param {import("dockerode")} docker
 * @param {string} container
 */
async function askRole(docker, container) {
  const script = "exec 3<>/dev/tcp/127.0.0.1/2181 && echo srvr >&3 && cat <&3";
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: ["timeout", "5", "bash", "-c", script], AttachStdout: true, AttachStderr: false });
  const report = (await collectOutput(await exec.start({ Tty: false }))).toString();
  return /Mode: (\w+)/.exec(report)?.[1] ?? "without a quorum";
}
