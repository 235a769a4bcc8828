import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { removeLab } from "../../lib/stack/remove-lab.ts";
import { freeLabPorts } from "../support/ports.ts";
import { copyProject } from "../support/project-copy.ts";
import type { Victim } from "./campaign.ts";

/** A separate lab next to the learner's, from a copy of the project; the second function removes all of it. */
export async function createVictim(
  settings: Record<string, string | number> = {},
): Promise<[Victim, () => Promise<void>]> {
  const name = `faults-${randomBytes(3).toString("hex")}`;
  const ports = await freeLabPorts();
  const dir = await copyProject({ name, ...ports, ...settings });
  const remove = async () => {
    await removeLab(name);
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await promisify(execFile)(join(dir, "lab"), ["up", "--yes", "--engine", "embedded"], { cwd: dir });
  } catch (error) {
    await remove();
    throw error;
  }
  const url = (port: number) => `http://127.0.0.1:${port}/api/messages`;
  return [{ prefix: `${name}-`, send: url(ports.serviceAPort), read: url(ports.serviceBPort) }, remove];
}
