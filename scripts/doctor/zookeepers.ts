import { runInContainer } from "../../lib/docker/run-in-container.ts";
import { adviseContainers } from "../../lib/reach/container-state.ts";
import type { Finding, Subject } from "./finding.ts";

/** A bash script that asks the ZooKeeper on a port, and asks again if it does not answer. */
export const askInTurns = (port: number) => `while ((SECONDS < 4)); do
  exec 3<>/dev/tcp/127.0.0.1/${port} || exit
  echo srvr >&3
  report=$(while IFS= read -rt 1 -u 3 line || [[ $line ]]; do echo "$line"; line=; done)
  if [[ $report ]]; then echo "$report"; exit; fi
done`;

/** One of three ZooKeepers leads and the others follow; a single one reports `standalone`. */
export async function checkZooKeepers({ config, docker }: Subject): Promise<Finding[]> {
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
 * Reads ZooKeeper's own short report through bash, which needs no Java process. It asks again after a second without
 * an answer: a ZooKeeper that is still starting neither answers nor closes the connection.
 */
async function askRole(docker: import("dockerode"), container: string) {
  const command = ["timeout", "5", "bash", "-c", askInTurns(2181)];
  const { stdout: report } = await runInContainer(docker, docker.getContainer(container), command);
  if (report === "") return "does not answer";
  return /Mode: (\w+)/.exec(report)?.[1] ?? "without a quorum";
}
