import { type MigrationStep, migrationSteps } from "../../common/migration.ts";
import type { MetadataQuorum } from "../kafka/metadata-quorum.ts";
import type { LabConfig } from "../project/lab-config.ts";
import { isCopied, reachedStep } from "./decide.ts";
import { type LiveCluster, lookAtCluster } from "./live-cluster.ts";
import { askQuorum } from "./quorum.ts";
import { brokersToRoll } from "./take-step.ts";

/** How far a lab is on its way out of ZooKeeper. */
export interface Phase {
  readonly reached: MigrationStep;
  readonly wanted: MigrationStep;
  /** Whether all nodes are as the wanted step has them. */
  readonly isThere: boolean;
  /** What the settings may be set to next; undefined at the end. */
  readonly next: MigrationStep | undefined;
  /** Undefined without one; `lag`: records of metadata by which the others are behind at most. */
  readonly active:
    | { readonly kind: "broker"; readonly id: number }
    | { readonly kind: "controller"; readonly id: number; readonly lag: number }
    | undefined;
  /** Brokers that know the controllers, of all. */
  readonly migrated: number;
  readonly brokers: number;
  /** What decides: ZooKeeper, the controllers with a copy in ZooKeeper, or they alone; undefined where none is seen. */
  readonly truth: "zookeeper" | "copied" | "controllers" | undefined;
}

/** Undefined where a lab does not migrate, or is not there. */
export async function readPhase(config: LabConfig): Promise<Phase | undefined> {
  if (config.mode === "kraft" || config.migration === "none") return undefined;
  const live = await lookAtCluster(config);
  if (live.brokers.every((form) => form === "absent")) return undefined;
  return phaseOf(config, live, await askQuorum(config).catch(() => undefined));
}

export function phaseOf(
  config: Pick<LabConfig, "brokers" | "migration">,
  live: LiveCluster,
  quorum: MetadataQuorum | undefined,
): Phase {
  const reached = reachedStep(live);
  const wanted = config.migration;
  const toRoll = () => brokersToRoll({ config: config as LabConfig, live, to: wanted });
  return {
    reached,
    wanted,
    isThere: reached === wanted && toRoll().length === 0,
    next: migrationSteps[migrationSteps.indexOf(wanted) + 1],
    active: activeIn(live, quorum, reached),
    migrated: live.brokers.filter((form) => form === "migrating" || form === "kraft").length,
    brokers: config.brokers.length,
    truth: truthIn(live, reached),
  };
}

function activeIn(
  { znodes }: LiveCluster,
  quorum: MetadataQuorum | undefined,
  reached: MigrationStep,
): Phase["active"] {
  if (reached !== "done" && znodes && !znodes.isKraft) return { kind: "broker", id: znodes.controller };
  if (!quorum || quorum.leaderId < 0) return undefined;
  const lag = Math.max(0, ...[...quorum.voters, ...quorum.observers].map((node) => node.lag));
  return { kind: "controller", id: quorum.leaderId, lag };
}

function truthIn({ znodes }: LiveCluster, reached: MigrationStep): Phase["truth"] {
  if (reached === "done") return "controllers";
  if (!znodes) return undefined;
  return isCopied({ znodes }) ? "copied" : "zookeeper";
}
