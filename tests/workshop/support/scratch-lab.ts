import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import Dockerode from "dockerode";
import type { TestProject } from "vitest/node";
import { processExists } from "../../../common/process-identity.ts";
import { labDir } from "../../../common/project.mjs";
import { removeLab } from "../../../lib/stack/remove-lab.ts";
import { findLabHolder } from "../../../scripts/test/lab-holder.ts";
import { copyRegistryPackage } from "../../support/hosts-here.ts";
import { machineStack, nodeImage } from "../../support/images-here.ts";
import { copySources } from "../../support/project-copy.ts";

declare module "vitest" {
  interface ProvidedContext {
    scratch: string;
  }
}

const prefix = "kafka-lab-workshop-";
const stranger = "somebodys";

/**
 * The lessons run as printed, so with the printed names and ports; only this copy of the project may use them, or the
 * tests do not begin. A container that is not the lab's runs next to it, as on any learner's machine, and must appear
 * in no output.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const holder = await findLabHolder();
  if (holder)
    throw new Error(`expected the lab's names and ports to be free, saw ${holder}: ./lab destroy first`);
  const dir = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(dir, 0o755);
  await copySources(dir);
  symlinkSync(join(labDir, "node_modules"), join(dir, "node_modules"));
  mkdirSync(join(dir, ".lab"));
  copyRegistryPackage(dir);
  writeFileSync(join(dir, ".lab/stack"), `${machineStack}\n`);
  writeFileSync(join(dir, ".lab/owner"), String(process.pid));
  project.provide("scratch", dir);
  await startStranger();
  return () => remove(dir);
}

/** Its name contains the name of one of the lab's containers, so Docker's filter for names would match it. */
async function startStranger(): Promise<void> {
  await removeLab(stranger);
  const Labels = { "kafka-lab.test": stranger };
  const options = { name: `${stranger}-service-b`, Image: nodeImage, Cmd: ["sleep", "infinity"], Labels };
  await (await new Dockerode().createContainer(options)).start();
}

/** Removes its hosts, destroys what is in its state, then everything with the name that was free at the beginning. */
async function remove(dir: string): Promise<void> {
  await promisify(execFile)(join(dir, "lab"), ["hosts", "down", "--yes"]).catch(() => undefined);
  await promisify(execFile)(join(dir, "lab"), ["destroy", "--yes"]).catch(() => undefined);
  await removeLab("default");
  await removeLab(stranger);
  rmSync(dir, { recursive: true, force: true });
}

/** Removes the lab of a run that was killed; those of other users are theirs. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(prefix))) {
    const dir = join(tmpdir(), name);
    if (statSync(dir, { throwIfNoEntry: false })?.uid !== process.getuid?.()) continue;
    const owner = join(dir, ".lab/owner");
    if (existsSync(owner) && !processExists(Number(readFileSync(owner, "utf8")))) await remove(dir);
  }
}
