import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import Dockerode from "dockerode";
import { removeLab } from "../../../lib/stack/remove-lab.ts";
import { freeLabPorts } from "../../support/ports.ts";
import { copyProject, stack } from "../../support/project-copy.ts";
import { type Ended, runLab } from "../../support/run-lab.ts";

/** A lab of several brokers with a name and ports of its own, in a copy of the project. */
export interface ClusterLab {
  readonly dir: string;
  readonly name: string;
  readonly brokers: readonly string[];
  /** One address per broker, for clients on this machine. */
  readonly bootstrap: readonly string[];
  readonly serviceA: string;
  readonly serviceB: string;
  /** Runs a command of the lab that must succeed; its output is the test's failure message. */
  run(...args: string[]): Promise<Ended>;
  remove(): Promise<void>;
}

/** Docker for the tests, independent of the lab's own code. */
export const docker = new Dockerode();

/** Prepares a lab of these settings; `run("up")` brings it up. */
export async function createClusterLab(settings: Record<string, string>): Promise<ClusterLab> {
  const name = `cluster-${randomBytes(3).toString("hex")}`;
  const ports = await freeLabPorts();
  const dir = await copyProject({ name, ...ports, ...settings });
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  const members = [1, 2, 3];
  return {
    dir,
    name,
    brokers: members.map((id) => containerName(name, "kafka", id)),
    bootstrap: members.map((id) => `127.0.0.1:${ports.kafkaPort + id - 1}`),
    serviceA: `http://127.0.0.1:${ports.serviceAPort}`,
    serviceB: `http://127.0.0.1:${ports.serviceBPort}`,
    run: (...args) => mustRun(dir, [...args, "--stack", stack]),
    remove: async () => {
      await removeLab(name);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The name of member n of a cluster in Docker. */
export function containerName(lab: string, part: string, member: number): string {
  return member === 1 ? `${lab}-${part}` : `${lab}-${part}-${member}`;
}

async function mustRun(dir: string, args: string[]): Promise<Ended> {
  const ended = await runLab(args, { dir });
  if (ended.status === 0) return ended;
  throw new Error(
    `./lab ${args.join(" ")} ended with status ${ended.status}:\n${ended.stdout}${ended.stderr}`,
  );
}
