import { LabError } from "../../common/lab-error.mjs";
import { kraftClusterId, memberName, partName } from "../../common/lab-layout.ts";
import { type MigrationRecord, type MigrationStep, readMigrationRecord } from "../../common/migration.ts";
import { waitFor } from "../../common/wait-for.ts";
import { engineGet } from "../docker/docker-api.ts";
import { type LabConfig, readLabConfig } from "../project/lab-config.ts";
import { startStopped } from "./controllers.ts";
import { decide, reachedStep } from "./decide.ts";
import { type LiveCluster, lookAtCluster, readZnodes } from "./live-cluster.ts";
import { brokersToRoll, type StepToTake } from "./take-step.ts";

/** How the refusal of a step begins, for whoever has to tell it from other failures. */
export const refusesStep = "the migration cannot go to";

/** A step, what is recorded for the program, and what to say before it is taken. */
export interface PlannedStep extends StepToTake {
  readonly record: MigrationRecord;
  readonly words: string[];
}

/**
 * Looks at the live cluster before anything changes, and finds which step of the migration is next; undefined for a lab
 * that does not migrate. A step that is not next is refused, with the reason from the live cluster.
 */
export async function planStep(
  stack: string,
  { projectDir, log, starts = false }: { projectDir: string; log: (line: string) => void; starts?: boolean },
): Promise<PlannedStep | undefined> {
  const config = readLabConfig(stack, projectDir);
  const recorded = readMigrationRecord(stack, projectDir);
  if (config.migration === "none" && !recorded && !(await hasControllers(config))) return undefined;
  const live = await lookFromUp(config, { starts });
  const wanted = {
    step: config.migration,
    brokers: config.brokers.length,
    controllers: config.controllers.length,
    recorded: recorded?.step ?? "none",
  };
  const decision = decide(wanted, live);
  if ("refused" in decision) {
    throw new LabError(`${refusesStep} "${config.migration}": ${decision.refused}.`, decision.hint);
  }
  const { from, to, isFresh } = decision;
  const clusterId = isFresh ? kraftClusterId : (live.znodes?.clusterId ?? recorded?.clusterId);
  if (!clusterId) {
    throw new LabError(
      "the cluster's id is not known: no ZooKeeper answers.",
      "See which one is away: ./lab doctor",
    );
  }
  const step = { config, from, to, live, log };
  return { ...step, record: { step: to, clusterId, seen: describe(from, live) }, words: wordsOn(step) };
}

/**
 * Only ZooKeeper knows how far the copy is. Where none answers and something is to be done, those that somebody stopped, or
 * that were killed, are started first.
 */
async function lookFromUp(config: LabConfig, { starts }: { starts: boolean }): Promise<LiveCluster> {
  const live = await lookAtCluster(config);
  const isGone = live.brokers.every((form) => form === "absent");
  if (live.znodes || !starts || isGone || reachedStep(live) === "done") return live;
  await startStopped(config, ["zookeeper"]);
  await waitFor(() => readZnodes(config).catch(() => undefined), { budgetMs: 30_000, everyMs: 500 });
  return lookAtCluster(config);
}

/** A record may be lost with `.lab`, while the controllers go on. */
async function hasControllers({ name }: LabConfig) {
  const container = partName(name, memberName("controller", 1));
  return (await engineGet(`/containers/${encodeURIComponent(container)}/json`)).status === 200;
}

function wordsOn(step: StepToTake): string[] {
  const { config, from, to } = step;
  // Nothing runs that clients use: all of it can start at once.
  if (step.live.brokers.every((form) => form === "absent")) return [];
  const brokers = brokersToRoll(step).map((broker) => config.brokers[broker - 1]);
  const moves = from === to ? `stays at "${to}"` : `goes from "${from}" to "${to}"`;
  const rolls =
    brokers.length > 0
      ? [`Replaced one at a time, each when all replicas are in sync: ${brokers.join(", ")}.`]
      : [];
  return from === to && brokers.length === 0
    ? []
    : [`The migration ${moves}: ${describe(from, step.live)}.`, ...rolls];
}

/** One sentence on what was there. */
function describe(at: MigrationStep, { brokers, znodes }: LiveCluster) {
  const count = (form: string) => brokers.filter((each) => each === form).length;
  const kinds = [
    [count("zookeeper"), "in ZooKeeper mode"],
    [count("migrating"), "migrating"],
    [count("kraft"), "in KRaft mode"],
  ] as const;
  const seen = kinds
    .filter(([number]) => number > 0)
    .map(([number, words]) => `${number} of the brokers ${words}`);
  const copy = znodes?.offset === undefined ? [] : [`/migration at offset ${znodes.offset}`];
  return [...seen, ...copy].join(", ") || `nothing yet, at ${at}`;
}
