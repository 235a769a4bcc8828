import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The way out of ZooKeeper, as the setting `migration` names how far a lab has come; each step can only follow the one before. */
export const migrationSteps = ["none", "controllers", "brokers", "kraft", "done"] as const;
export type MigrationStep = (typeof migrationSteps)[number];

/** What `./lab` has seen of the live cluster; the program goes no further than it allows. */
export interface MigrationRecord {
  /** The step that was found to be next, or to be reached. */
  readonly step: MigrationStep;
  /** The cluster's own id, with which its controllers are formatted. */
  readonly clusterId: string;
  /** One sentence for people on what was there. */
  readonly seen: string;
  /** The steps that were taken, forward and back, each with its time in ISO form; the oldest first. */
  readonly taken?: readonly TakenStep[];
}

/** A step that has come to its end. */
export interface TakenStep {
  readonly step: MigrationStep;
  readonly at: string;
}

const ownProject = fileURLToPath(new URL("..", import.meta.url));

/** Where `./lab` records it, below the project's folder: a fact about one machine, so git does not track it. */
export const migrationRecordPath = (stack: string) => join(".lab", "migration", `${stack}.json`);

/** Undefined where nobody has looked, and where the file is not as `./lab` writes it. */
export function readMigrationRecord(stack: string, projectDir = ownProject): MigrationRecord | undefined {
  const file = join(projectDir, migrationRecordPath(stack));
  if (!existsSync(file)) return undefined;
  try {
    const { step, clusterId, seen, taken } = JSON.parse(readFileSync(file, "utf8"));
    const isWhole =
      migrationSteps.includes(step) && /^[\w-]{22}$/.test(clusterId) && typeof seen === "string";
    return isWhole ? { step, clusterId, seen, ...(Array.isArray(taken) && { taken }) } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the stack's brokers need ZooKeeper, or may still go back to it. */
export const keepsZooKeeper = (step: MigrationStep) => step !== "done";

/** Whether the brokers know of the controllers. */
export const knowsControllers = (step: MigrationStep) => migrationSteps.indexOf(step) >= 2;

/** Whether the brokers are KRaft brokers, and have forgotten ZooKeeper. */
export const isKraftStep = (step: MigrationStep) => step === "kraft" || step === "done";
