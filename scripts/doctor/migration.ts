import { controllerId } from "../../common/lab-layout.ts";
import { type MigrationStep, migrationSteps } from "../../common/migration.ts";
import { reachedStep } from "../../lib/migration/decide.ts";
import { type LiveCluster, lookAtCluster } from "../../lib/migration/live-cluster.ts";
import { askQuorum } from "../../lib/migration/quorum.ts";
import { brokersToRoll } from "../../lib/migration/take-step.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { adviseContainers } from "../../lib/reach/container-state.ts";
import type { Finding, Subject } from "./finding.ts";

/** Records of metadata; a healthy node is two or three heartbeats behind at the moment of asking. */
const farBehind = 20;

/** How far a lab is on its way out of ZooKeeper, who holds the metadata, and what is next. */
export async function checkMigration({ config, docker }: Subject): Promise<Finding[]> {
  if (!docker || config.mode === "kraft") return [];
  const live = await lookAtCluster(config);
  if (live.brokers.every((form) => form === "absent")) return [];
  const reached = reachedStep(live);
  if (config.migration === "none" && reached === "none") return [];
  const controllers = reached === "none" ? [] : [await checkController(config, live, reached)];
  return [rateStep(config, live, reached), ...controllers, ...rateZooKeeper(config, live, reached)];
}

/** What is next is no fault: only a step that the settings name and the cluster has not come to is. */
export function rateStep(config: LabConfig, live: LiveCluster, reached: MigrationStep): Finding {
  const to = config.migration;
  const done = config.brokers.length - brokersToRoll({ config, live, to }).length;
  const isThere = reached === to && done === config.brokers.length;
  const next = migrationSteps[migrationSteps.indexOf(to) + 1];
  const finding = { check: "migration", expected: `all at ${to}` };
  if (isThere) {
    const further = next ? `; next: ./lab config set migration ${next}, then ./lab up` : "";
    return { ...finding, seen: `all at ${to}${further}` };
  }
  const seen = `${reached}, ${done} of ${config.brokers.length} brokers as ${to} wants them`;
  return { ...finding, seen, todo: "./lab up" };
}

/** Before the copy of the metadata a broker is the controller, and the quorum waits beside it. */
async function checkController(
  config: LabConfig,
  live: LiveCluster,
  reached: MigrationStep,
): Promise<Finding> {
  const { controllers, brokers } = config;
  const quorum = await askQuorum(config).catch(() => undefined);
  const finding = { check: "active controller", expected: expectedController(reached) };
  if (!quorum || quorum.leaderId < 0) {
    return { ...finding, seen: "the controllers have no leader", todo: await adviseContainers(controllers) };
  }
  const leader = `${quorum.leaderId} leads the quorum in epoch ${quorum.epoch}`;
  const nodes = [...quorum.voters, ...quorum.observers];
  const lags = nodes.map(({ id, lag }) => `${id}: ${lag} behind`).join(", ");
  const isBroker = live.znodes !== undefined && !live.znodes.isKraft && reached !== "done";
  const active = isBroker ? `broker ${live.znodes?.controller}, by ZooKeeper; ` : "";
  const nameOf = (id: number) => controllers[id - controllerId(0) - 1] ?? brokers[id - 1] ?? String(id);
  const behind = nodes.filter(({ lag }) => lag > farBehind).map(({ id }) => nameOf(id));
  const wrong = isBroker && reached === "kraft" ? brokers : behind;
  const todo = wrong.length > 0 ? { todo: await adviseContainers(wrong) } : {};
  return { ...finding, seen: `${active}${leader}; ${lags}`, ...todo };
}

function expectedController(reached: MigrationStep) {
  return reached === "controllers" ? "a broker; the quorum waits" : "one of the quorum";
}

function rateZooKeeper(
  { zookeepers }: LabConfig,
  { znodes }: LiveCluster,
  reached: MigrationStep,
): Finding[] {
  if (reached === "done" || zookeepers.length === 0) return [];
  const finding = { check: "what ZooKeeper holds", expected: "an answer" };
  if (!znodes) return [{ ...finding, seen: "none", todo: `docker start ${zookeepers.join(" ")}` }];
  const { brokers, offset, controller } = znodes;
  const copy = offset === undefined ? "none" : offset < 0 ? "not begun" : `up to record ${offset}`;
  const registered = brokers.length > 0 ? brokers.join(", ") : "none";
  const seen = `/controller ${controller}; /migration: copy ${copy}; /brokers/ids: ${registered}`;
  return [{ ...finding, seen }];
}
