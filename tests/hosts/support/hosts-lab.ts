import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import Dockerode from "dockerode";
import { hostAddress, hostNumbers } from "../../../common/hosts-layout.ts";
import { labDir } from "../../../common/project.mjs";
import { copyRegistryPackage } from "../../support/hosts-here.ts";
import { copyProject } from "../../support/project-copy.ts";
import { type Ended, runLab } from "../../support/run-lab.ts";

/** A lab on three hosts of this machine, in a copy of the project. */
export interface HostsLab {
  readonly dir: string;
  /** Of the brokers, for clients outside. */
  readonly bootstrap: readonly string[];
  /** Of every node, whether or not a task runs there. */
  readonly serviceA: readonly string[];
  readonly serviceB: readonly string[];
  /** Runs a command of the lab that must succeed; its output is the test's failure message. */
  run(...args: string[]): Promise<Ended>;
  /** The engine of a host. */
  engine(host: number): Dockerode;
  remove(): Promise<void>;
}

/** Prepares a lab with the settings of the stack swarm. */
export async function createHostsLab(): Promise<HostsLab> {
  const dir = await copyProject({});
  cpSync(join(labDir, "Pulumi.swarm.yaml"), join(dir, "Pulumi.swarm.yaml"));
  copyRegistryPackage(dir);
  const run = async (...args: string[]) => {
    const ended = await runLab(args, { dir });
    if (ended.status === 0) return ended;
    throw new Error(
      `./lab ${args.join(" ")} ended with status ${ended.status}:\n${ended.stdout}${ended.stderr}`,
    );
  };
  return {
    dir,
    bootstrap: hostNumbers.map((host) => `${hostAddress(host)}:${9091 + host}`),
    serviceA: hostNumbers.map((host) => `http://${hostAddress(host)}:5101`),
    serviceB: hostNumbers.map((host) => `http://${hostAddress(host)}:5102`),
    run,
    engine: (host) => new Dockerode({ socketPath: join(dir, ".lab", "hosts", String(host), "docker.sock") }),
    remove: async () => {
      await run("hosts", "down", "--yes");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
