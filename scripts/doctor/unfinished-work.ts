import type { LabConfig } from "../../lib/project/lab-config.ts";
import { interruptedWork } from "../../lib/project/under-way.ts";
import { describeMismatch, findMismatch } from "../../lib/stack/cluster-id.ts";
import { dataVolumes } from "../../lib/stack/data-volumes.ts";
import { readDrill } from "../../workshop/running/drills.ts";
import type { Finding, Subject } from "./finding.ts";

/** Checks for commands that were interrupted, and for a broker that does not belong to its ZooKeeper. */
export async function checkBelonging({ config, docker }: Subject): Promise<Finding[]> {
  return [...interruptedCommands(config.stack), ...(docker ? await checkClusterId(docker, config) : [])];
}

function interruptedCommands(stack: string): Finding[] {
  return (
    interruptedWork()
      .filter(({ note }) => note.stack === undefined || note.stack === stack)
      // An interrupted destroy has two notes.
      .filter(({ note }, at, all) => all.findIndex((each) => each.note.command === note.command) === at)
      .map(({ name, note: { command } }) => ({
        check: "interrupted command",
        expected: "none",
        seen: command,
        todo: name.startsWith("dev-")
          ? "./lab up"
          : command.startsWith("./lab drill")
            ? "./lab drill --restore"
            : command,
      }))
  );
}

async function checkClusterId(docker: import("dockerode"), config: LabConfig): Promise<Finding[]> {
  if (config.mode === "kraft") return [];
  const finding = { check: "cluster id", expected: "the same in Kafka's and ZooKeeper's data" };
  const mismatch = await findMismatch(docker, config);
  if (!mismatch) return [{ ...finding, seen: "nothing else" }];
  return [{ ...finding, seen: describeMismatch(mismatch), todo: await cure(docker, config) }];
}

/**
 * Without its ZooKeeper, the messages of the old cluster cannot be served again; kept volumes are named, because
 * destroy leaves them.
 */
async function cure(docker: import("dockerode"), config: LabConfig) {
  const { stack } = config;
  const drill = readDrill();
  if (drill && !drill.mendedAt && drill.stack === stack) {
    return "a drill is under way: ./lab hint, or ./lab drill --restore";
  }
  const { Volumes } = await docker.listVolumes();
  const there = dataVolumes(config).filter((name) => (Volumes ?? []).some(({ Name }) => Name === name));
  return `to begin empty: ./lab destroy --yes --stack ${stack}; docker volume rm --force ${there.join(" ")}; ./lab up --stack ${stack}`;
}
