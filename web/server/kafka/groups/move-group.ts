import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { GroupMove, GroupTarget } from "../../../contract/kafka-requests.ts";
import { Refusal } from "../../lesson/refusal.ts";
import { type Cluster, isAboutCoordinator } from "../brokers/cluster.ts";
import { readOffsetsAt } from "../brokers/offsets.ts";
import { errorCodes } from "../brokers/protocol.ts";
import { findPartitions } from "../records/find-partition.ts";
import { groupIsActive, kafkaIsAway, moveIsStale, notMoved } from "../refusals/refusals.ts";
import { type MovePlan, moveCommand, planMove } from "./plan-move.ts";
import { readGroup } from "./read-groups.ts";

export interface MoveWanted {
  readonly group: string;
  readonly topic: string;
  readonly to: GroupTarget;
}

/** Where a learner runs Kafka's tools: the container, and the address in there. */
export interface ToolPlace {
  readonly container: string;
  readonly internal: string;
}

/** More plans than anybody looks at, and as long as anybody does. */
const MOST_PLANS = 50;
const KEPT_MS = 600_000;

/** Moves groups without members; each plan is kept for a while, so that what is done is what was shown. */
export function openMoves(toolPlace: () => ToolPlace) {
  const shown = new Map<
    string,
    { readonly wanted: MoveWanted; readonly plan: MovePlan; readonly untilMs: number }
  >();

  async function plan(cluster: Cluster, wanted: MoveWanted): Promise<GroupMove> {
    const made = await makePlan(cluster, wanted);
    const version = versionOf(wanted, made);
    shown.delete(version);
    shown.set(version, { wanted, plan: made, untilMs: performance.now() + KEPT_MS });
    for (const oldest of [...shown.keys()].slice(0, -MOST_PLANS)) shown.delete(oldest);
    return describe(wanted, made, version);
  }

  /** @throws Refusal while the group has members, and if it is elsewhere than it was when the plan was shown */
  async function move(cluster: Cluster, wanted: MoveWanted, version: string): Promise<GroupMove> {
    const known = shown.get(version);
    if (!known || performance.now() > known.untilMs || !isDeepStrictEqual(known.wanted, wanted))
      throw moveIsStale();
    const { plan: made } = known;
    const now = await makePlan(cluster, wanted);
    if (now.obstacle) throw new Refusal(409, now.obstacle);
    const from = ({ positions }: MovePlan) => positions.map((each) => [each.partition, each.from]);
    // Where it goes may be elsewhere by now, such as the end; it is moved to where was shown.
    if (made.obstacle || !isDeepStrictEqual(from(now), from(made))) throw moveIsStale();
    await commit(cluster, wanted, made);
    shown.delete(version);
    return describe(wanted, made, version);
  }

  function describe({ group, topic, to }: MoveWanted, made: MovePlan, version: string): GroupMove {
    const { container, internal } = toolPlace();
    return { version, ...made, command: moveCommand(container, internal, group, topic, to) };
  }

  return { plan, move };
}

async function makePlan(cluster: Cluster, { group: groupId, topic, to }: MoveWanted): Promise<MovePlan> {
  const only = to.kind === "offset" ? to.partition : undefined;
  const { bound: partitions, silent } = await findPartitions(cluster, topic, only);
  const group = await readGroup(cluster, groupId).catch(() => {
    throw kafkaIsAway();
  });
  const offsets = to.kind === "time" ? await readOffsetsAt(cluster, partitions, to.timestampMs) : new Map();
  const atTime = new Map(
    partitions.map(({ partition }) => [partition, offsets.get(`${topic}-${partition}`) ?? -1] as const),
  );
  return planMove({ group, topic, to, partitions, silent, atTime });
}

/** As nobody's member: the coordinator itself refuses that while the group has any. */
async function commit(cluster: Cluster, { group: groupId, topic }: MoveWanted, { positions }: MovePlan) {
  const partitions = positions.map(({ partition, to }) => ({ partition, offset: String(to) }));
  const link = await cluster.coordinator(groupId).catch(() => {
    throw kafkaIsAway();
  });
  const asked = { groupId, groupGenerationId: -1, memberId: "", topics: [{ topic, partitions }] };
  const { responses } = await link.ask("OffsetCommit", asked).catch(() => {
    throw kafkaIsAway();
  });
  const code = responses
    .flatMap((each) => each.partitions)
    .find(({ errorCode }) => errorCode !== 0)?.errorCode;
  if (code === undefined) return;
  if (isAboutCoordinator(code)) cluster.forgetCoordinator(groupId);
  throw isAboutMembers(code) ? groupIsActive(groupId) : notMoved(code);
}

function isAboutMembers(code: number): boolean {
  const { illegalGeneration, rebalanceInProgress, unknownMember } = errorCodes;
  return code === unknownMember || code === illegalGeneration || code === rebalanceInProgress;
}

function versionOf(wanted: MoveWanted, made: MovePlan): string {
  return createHash("sha256")
    .update(JSON.stringify([wanted, made]))
    .digest("base64url")
    .slice(0, 22);
}
