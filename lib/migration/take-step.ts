import { LabError } from "../../common/lab-error.mjs";
import { memberName, membersOf } from "../../common/lab-layout.ts";
import { isKraftStep, knowsControllers, type MigrationStep, migrationSteps } from "../../common/migration.ts";
import { waitFor } from "../../common/wait-for.ts";
import type { OperationEnd } from "../engines/engine-operation.ts";
import type { LabConfig } from "../project/lab-config.ts";
import type { EngineCalls } from "../rolling/engine-calls.ts";
import { untilInSync } from "../rolling/in-sync.ts";
import { rollBrokers } from "../rolling/roll-brokers.ts";
import { forgetControllers, removeControllers, removeLeftovers, startStopped } from "./controllers.ts";
import { isCopied } from "./decide.ts";
import { type BrokerForm, type LiveCluster, readZnodes, type Znodes } from "./live-cluster.ts";
import { controllersOf, rollControllers } from "./roll-controllers.ts";

/** A step that was found to be next, and the cluster that was found. */
export interface StepToTake {
  readonly config: LabConfig;
  readonly from: MigrationStep;
  readonly to: MigrationStep;
  readonly live: LiveCluster;
  readonly log: (line: string) => void;
}

const budgetMs = 180_000;

/** What a broker's container is at each step. */
export const brokerFormAt = (step: MigrationStep): BrokerForm =>
  isKraftStep(step) ? "kraft" : knowsControllers(step) ? "migrating" : "zookeeper";

/** The brokers that are something else, by their numbers. */
export const brokersToRoll = ({ config, live, to }: Pick<StepToTake, "config" | "live" | "to">) =>
  membersOf(config.brokers.length).filter((broker) => live.brokers[broker - 1] !== brokerFormAt(to));

/**
 * Takes the step, forward or back, or finishes one that was cut off: every part of it first looks at what is there. The
 * last part is an `up` of the whole program.
 */
export async function takeStep(step: StepToTake, engine: EngineCalls): Promise<OperationEnd> {
  const { config, from, to } = step;
  const isBack = migrationSteps.indexOf(to) < migrationSteps.indexOf(from);
  const losesControllers = isBack && (to === "controllers" || to === "none");
  await startStopped(
    config,
    losesControllers ? ["zookeeper", "kafka"] : ["zookeeper", "kafka", "controller"],
  );
  if (losesControllers) await removeControllers(config, engine);
  else if (to !== "none") await ensureControllers(step, engine);
  await roll(step, engine);
  if (to === "done") await endMigration(step, engine);
  const end = await engine.up();
  // What was killed in the meantime: neither Docker starts it, nor an engine that has not looked at it again.
  await startStopped(config, ["zookeeper", "kafka", "controller"]);
  await confirmStep(step);
  await untilInSync(config);
  return end;
}

/**
 * Fresh controllers take over only from a ZooKeeper that knows of none. Those of a later step must be there before the
 * brokers ask for them.
 */
async function ensureControllers({ config, live, to }: StepToTake, engine: EngineCalls) {
  const members = controllersOf(config);
  if (members.every((member) => live.controllers[member - 1] !== "absent")) return;
  const areAllNew = live.controllers.every((form) => form === "absent");
  if (areAllNew && to === "controllers") await removeLeftovers(config);
  const haveData = live.volumes.some((name) => name.includes("controller-data")) && to !== "controllers";
  if (areAllNew && !haveData && !isKraftStep(to)) await forgetControllers(config);
  if (!knowsControllers(to)) return;
  const targets = [
    engine.componentOf("Controllers", "controllers"),
    engine.urnOf("Controllers", "image", "controller-image"),
    ...members.flatMap((member) => [
      engine.urnOf("Controllers", "volume", memberName("controller-data", member)),
      engine.urnOf("Controllers", "container", memberName("controller", member)),
    ]),
  ];
  // The state may have one whose container is gone.
  await engine.up(targets, { refresh: engine.resourcesOf("Controllers").length > 0 });
}

async function roll(step: StepToTake, engine: EngineCalls) {
  const brokers = brokersToRoll(step);
  if (brokers.length > 0) await rollBrokers(step.config, engine, { brokers, log: step.log });
}

/** Each controller forgets ZooKeeper: the first of them that is elected ends the migration. */
async function endMigration({ config, live, log }: StepToTake, engine: EngineCalls) {
  const members = controllersOf(config).filter((member) => live.controllers[member - 1] !== "final");
  if (members.length > 0) await rollControllers(config, engine, { members, log });
}

/** What says in ZooKeeper that a step is complete; the copy of the metadata begins when the last broker has registered. */
async function confirmStep({ config, to }: StepToTake) {
  const brokers = config.brokers.length;
  const signs: Partial<Record<MigrationStep, [(znodes: Znodes) => boolean, string]>> = {
    controllers: [
      ({ offset }) => offset !== undefined,
      "the controllers are ready to take the metadata over",
    ],
    brokers: [
      (znodes) => isCopied({ znodes }) && znodes.brokers.length === brokers,
      "the controllers have all metadata, and ZooKeeper gets every change as well",
    ],
    kraft: [(znodes) => znodes.brokers.length === 0, "no broker is registered in ZooKeeper any more"],
  };
  const [isSeen, expected] = signs[to] ?? [];
  if (!isSeen) return;
  const seen = async () => {
    const znodes = await readZnodes(config).catch(() => undefined);
    return znodes !== undefined && isSeen(znodes);
  };
  if (await waitFor(seen, { budgetMs, everyMs: 250, atMostEveryMs: 1_000 })) return;
  throw new LabError(
    `expected that ${expected}, and it did not come to that within ${budgetMs / 1_000} s.`,
    `See: docker logs --tail 50 ${config.controllers[0]}. Then: ./lab up`,
  );
}
