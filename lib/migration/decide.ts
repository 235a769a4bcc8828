import { memberName } from "../../common/lab-layout.ts";
import { type MigrationStep, migrationSteps } from "../../common/migration.ts";
import type { LiveCluster } from "./live-cluster.ts";

/** What the settings ask for. */
export interface Wanted {
  readonly step: MigrationStep;
  readonly brokers: number;
  readonly controllers: number;
  /** The step at which `./lab` last left this lab. */
  readonly recorded: MigrationStep;
}

/** A step to take, none (`from` is `to`), or why it is not to be taken, and what to do instead. */
export type Decision =
  | { readonly from: MigrationStep; readonly to: MigrationStep; readonly isFresh?: boolean }
  | { readonly refused: string; readonly hint: string };

/** How far the cluster has come, by the furthest of its nodes: a step that was cut off has been begun. */
export function reachedStep({ brokers, controllers }: LiveCluster): MigrationStep {
  if (controllers.includes("final") && !neverMigrated({ brokers, controllers })) return "done";
  if (brokers.includes("kraft")) return "kraft";
  if (brokers.includes("migrating")) return "brokers";
  return controllers.some((form) => form !== "absent") ? "controllers" : "none";
}

/**
 * A controller that was started without the settings of a migration, beside brokers that have not heard of it: it has
 * begun a cluster of its own, and knows no topic.
 */
const neverMigrated = ({ brokers, controllers }: Pick<LiveCluster, "brokers" | "controllers">) =>
  controllers.includes("final") && brokers.includes("zookeeper");

/**
 * Whether the wanted step is the one that the cluster is at, the next one or the one before: anything else would lose
 * messages. `kraft` before the metadata is copied moves the brokers' logs away, and after `done` ZooKeeper knows nothing.
 */
export function decide(wanted: Wanted, live: LiveCluster): Decision {
  const { step: to } = wanted;
  if (live.brokers.every((form) => form === "absent")) return decideWithoutBrokers(wanted, live);
  if (live.brokers.includes("combined")) {
    return to === "none"
      ? { from: to, to }
      : refuse("its brokers are controllers themselves, and have no ZooKeeper to leave", "migration", "none");
  }
  const from = reachedStep(live);
  if (from === "none" && to === "none") return { from, to };
  if (neverMigrated(live) && to !== "none") {
    return refuse(
      "a controller was started without the settings of a migration, and would never take the metadata over",
      "migration",
      "none",
    );
  }
  const other = otherNodes(wanted, live, from);
  if (other) return other;
  const distance = migrationSteps.indexOf(to) - migrationSteps.indexOf(from);
  if (from === "done" && distance < 0) {
    return refuse(
      "the controllers have ended the migration, and ZooKeeper knows nothing of what came after: there is no way back",
      "migration",
      "done",
    );
  }
  if (Math.abs(distance) > 1) {
    const next = migrationSteps[migrationSteps.indexOf(from) + Math.sign(distance)] ?? from;
    return refuse(
      `the cluster is at "${from}", and "${to}" is more than one step from it`,
      "migration",
      next,
    );
  }
  return notReady(wanted, live, from) ?? { from, to };
}

/**
 * The containers may be gone, and the data not: then the lab goes on from where it was left, or with the step in which the
 * engine was killed while it replaced the only broker, if the others say that it is ready.
 */
function decideWithoutBrokers(wanted: Wanted, live: LiveCluster): Decision {
  const { step: to, recorded } = wanted;
  const { volumes, znodes, controllers } = live;
  const isFresh = !volumes.some((name) => /(^|-)kafka-data(-\d)?$/.test(name));
  if (isFresh && (to === "none" || to === "done")) return { from: to, to, isFresh };
  if (isFresh) return refuse("there is no cluster yet that could migrate", "migration", "none");
  if (to === recorded) return { from: to, to };
  const isNeighbour = Math.abs(migrationSteps.indexOf(to) - migrationSteps.indexOf(recorded)) === 1;
  // The record is older than a step that was cut off: controllers may have ended the migration already.
  const isEnded = recorded === "done" || (controllers.includes("final") && to !== "done");
  if (isNeighbour && !isEnded && znodes)
    return otherNodes(wanted, live, recorded) ?? notReady(wanted, live, recorded) ?? { from: recorded, to };
  return refuse(
    `there is no broker to ask how far it is, and this lab was left at "${recorded}"`,
    "migration",
    recorded,
    again,
  );
}

/** While a cluster migrates, nodes neither come nor go. */
function otherNodes(wanted: Wanted, live: LiveCluster, from: MigrationStep): Decision | undefined {
  if (from === "done" && wanted.step === "done" && live.voters === wanted.controllers) return undefined;
  const brokers = live.brokers.filter(
    (form, index) => form !== "absent" || (index < wanted.brokers && hasData(live, index + 1)),
  ).length;
  if (brokers !== wanted.brokers) {
    return refuse(
      `it has ${brokers} brokers, the settings want ${wanted.brokers}, and their number cannot change while it migrates`,
      "brokers",
      brokers,
    );
  }
  if (live.voters === 0 || wanted.step === "none" || live.voters === wanted.controllers) return undefined;
  return refuse(
    `its nodes count on ${live.voters} controllers, the settings want ${wanted.controllers}`,
    "controllers",
    live.voters,
  );
}

/** A broker whose container is gone, as after an engine that was killed while it replaced it, is still one of them. */
function hasData({ volumes }: LiveCluster, broker: number): boolean {
  return volumes.some((name) => name.endsWith(memberName("kafka-data", broker)));
}

/** What the live cluster must have come to before the brokers and then the controllers leave ZooKeeper. */
function notReady(
  { step: to, controllers }: Wanted,
  live: LiveCluster,
  from: MigrationStep,
): Decision | undefined {
  const { znodes } = live;
  if (to === "done") {
    if (from === "done") return undefined;
    const left = live.brokers.some((form) => form === "migrating") || (znodes?.brokers.length ?? 0) > 0;
    return left
      ? refuse(
          `brokers are still registered in ZooKeeper: ${znodes?.brokers.join(", ")}`,
          "migration",
          "kraft",
        )
      : undefined;
  }
  if (!znodes) return refuse("no ZooKeeper answers that could say how far it is", undefined, "./lab doctor");
  if (to === "kraft" && from === "brokers") {
    if (live.brokers.includes("zookeeper"))
      return refuse("some brokers do not migrate yet", "migration", "brokers");
    if (!isCopied(live)) {
      return refuse(
        "the metadata is not copied to the controllers yet, and KRaft brokers would find no topic and move their logs away",
        "migration",
        "brokers",
      );
    }
  }
  const there = live.controllers.filter((form) => form !== "absent").length;
  if (to === "brokers" && from === "controllers" && there < controllers) {
    return refuse(`of ${controllers} controllers ${there} are there`, "migration", "controllers", again);
  }
  return undefined;
}

/** Whether a controller has all metadata, and writes each change to ZooKeeper as well. */
export function isCopied({ znodes }: Pick<LiveCluster, "znodes">): boolean {
  return znodes?.isKraft === true && (znodes.offset ?? -1) > 0;
}

/** For containers that are gone: the state still has them, and without a refresh nothing would change. */
const again = "./lab up --refresh";

function refuse(
  refused: string,
  key: string | undefined,
  value: string | number,
  command = "./lab up",
): Decision {
  const hint =
    key === undefined ? `See: ${value}` : `Set it: ./lab config set ${key} ${value}, then ${command}.`;
  return { refused, hint };
}
