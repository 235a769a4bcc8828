import { type MigrationStep, migrationSteps } from "../../common/migration.ts";
import type { MetadataQuorum } from "../kafka/metadata-quorum.ts";
import type { LabConfig } from "../project/lab-config.ts";
import { isCopied, reachedStep } from "./decide.ts";
import { type LiveCluster, lookAtCluster } from "./live-cluster.ts";
import { askQuorum } from "./quorum.ts";
import { brokersToRoll } from "./take-step.ts";

/** How far a lab is on its way out of ZooKeeper, in one line; undefined where it does not migrate, or is not there. */
export async function describePhase(config: LabConfig): Promise<string | undefined> {
  if (config.mode === "kraft" || config.migration === "none") return undefined;
  const live = await lookAtCluster(config);
  if (live.brokers.every((form) => form === "absent")) return undefined;
  return phaseLine(config, live, await askQuorum(config).catch(() => undefined));
}

/** Which controller is active, how many brokers have migrated, what ZooKeeper still holds, and what is next. */
export function phaseLine(
  config: Pick<LabConfig, "brokers" | "migration">,
  live: LiveCluster,
  quorum: MetadataQuorum | undefined,
): string {
  const reached = reachedStep(live);
  const parts = [`migration at ${reached}`, controllerIn(live, quorum, reached)];
  const migrated = live.brokers.filter((form) => form === "migrating" || form === "kraft").length;
  parts.push(`${migrated} of ${config.brokers.length} brokers know the controllers`, holdings(live, reached));
  return `${parts.join("; ")}; ${nextIn(config, live, reached)}`;
}

function controllerIn({ znodes }: LiveCluster, quorum: MetadataQuorum | undefined, reached: MigrationStep) {
  if (reached !== "done" && znodes && !znodes.isKraft)
    return `active controller: broker ${znodes.controller}`;
  if (!quorum || quorum.leaderId < 0) return "no active controller";
  const lag = Math.max(0, ...[...quorum.voters, ...quorum.observers].map((node) => node.lag));
  return `active controller: ${quorum.leaderId}, the others at most ${lag} records behind`;
}

function holdings({ znodes }: LiveCluster, reached: MigrationStep) {
  if (reached === "done") return "ZooKeeper holds nothing";
  if (!znodes) return "no ZooKeeper answers";
  return isCopied({ znodes }) ? "ZooKeeper gets a copy of each change" : "ZooKeeper holds the truth";
}

function nextIn(config: Pick<LabConfig, "brokers" | "migration">, live: LiveCluster, reached: MigrationStep) {
  const to = config.migration;
  const isThere = reached === to && brokersToRoll({ config: config as LabConfig, live, to }).length === 0;
  if (!isThere) return `wanted: ${to}, by ./lab up`;
  const next = migrationSteps[migrationSteps.indexOf(to) + 1];
  return next ? `next: ./lab config set migration ${next}, then ./lab up` : "nothing is left to do";
}
