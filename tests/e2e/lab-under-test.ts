import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { removeLab } from "../../lib/stack/remove-lab.ts";
import { freeLabPorts, type LabPorts } from "../support/ports.ts";
import { copyProject } from "../support/project-copy.ts";

/** A copy of the project with a stack of its own; its name is also the label that finds all its parts. */
export interface LabUnderTest extends LabPorts {
  readonly dir: string;
  readonly name: string;
}

declare module "vitest" {
  interface ProvidedContext {
    lab: LabUnderTest;
  }
}

let lab: LabUnderTest | undefined;

/** Makes the copy, which is removed however this process ends; the tests themselves bring the lab up and down. */
export async function setup(project: TestProject): Promise<void> {
  const name = process.env.KAFKA_LAB_E2E_NAME ?? `e2e-${randomBytes(3).toString("hex")}`;
  const settings = { name, ...(await freeLabPorts()) };
  const dir = await copyProject(settings);
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  lab = { dir, ...settings };
  project.provide("lab", lab);
}

/** A test proves that destroy leaves nothing; this is for runs that do not get that far. */
export async function teardown(): Promise<void> {
  if (lab) await removeLab(lab.name);
}
