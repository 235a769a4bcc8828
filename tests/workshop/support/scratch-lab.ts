import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { rememberedStack } from "../../../scripts/lib/lab-config.mjs";
import { labDir } from "../../../scripts/lib/project.mjs";
import { whoHoldsTheLab } from "../../../scripts/lib/test/lab-holder.mjs";
import { removeLab } from "../../../scripts/lib/test/remove-lab.mjs";
import { copySources } from "../../e2e/support/project-copy.ts";

declare module "vitest" {
  interface ProvidedContext {
    scratch: string;
  }
}

const prefix = "kafka-lab-workshop-";

/**
 * The lessons run as printed, so with the printed names and ports; a copy of the project has them to itself, or the
 * tests do not begin.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const holder = await whoHoldsTheLab();
  if (holder)
    throw new Error(`expected the lab's names and ports to be free, saw ${holder}: ./lab destroy first`);
  const dir = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(dir, 0o755);
  await copySources(dir);
  symlinkSync(join(labDir, "node_modules"), join(dir, "node_modules"));
  mkdirSync(join(dir, ".lab"));
  writeFileSync(join(dir, ".lab/stack"), `${rememberedStack() ?? "local"}\n`);
  writeFileSync(join(dir, ".lab/owner"), String(process.pid));
  project.provide("scratch", dir);
  return () => remove(dir);
}

/** Destroys what is in its state, then whatever carries the name that was free when we began. */
async function remove(dir: string): Promise<void> {
  await promisify(execFile)(join(dir, "lab"), ["destroy", "--yes"]).catch(() => undefined);
  await removeLab("default");
  rmSync(dir, { recursive: true, force: true });
}

/** A run that was killed has left its lab. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(prefix))) {
    const dir = join(tmpdir(), name);
    const owner = join(dir, ".lab/owner");
    if (existsSync(owner) && !isAlive(Number(readFileSync(owner, "utf8")))) await remove(dir);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
