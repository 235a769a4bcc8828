import type { GroupState } from "../../../contract/kafka.ts";
import { type Cluster, isAboutCoordinator, KafkaCode } from "../brokers/cluster.ts";
import type { Bounds, PartitionName } from "../brokers/offsets.ts";
import { nameOf } from "../brokers/offsets.ts";
import type { Answered, DescribedGroup } from "../brokers/protocol.ts";
import { decodeAssignment } from "./decode-assignment.ts";

/** A group as its coordinator describes it. */
export interface FoundGroup {
  readonly description: DescribedGroup;
  /** What it has committed. */
  readonly committed: readonly (PartitionName & { readonly offset: number })[];
}

/** More groups than a picture has room for. */
const MOST_GROUPS = 30;

/** All groups of consumers, by their names; one that cannot say anything now is left out. */
export async function readGroups(cluster: Cluster): Promise<FoundGroup[]> {
  const names = await listGroups(cluster);
  const found = await Promise.all(
    names.slice(0, MOST_GROUPS).map((name) => readGroup(cluster, name).catch(() => undefined)),
  );
  return found.filter((group) => group !== undefined);
}

/**
 * One group; its state is `Dead` if there is none of that name.
 * @throws KafkaCode, or what the link throws
 */
export async function readGroup(cluster: Cluster, groupId: string): Promise<FoundGroup> {
  try {
    const link = await cluster.coordinator(groupId);
    const [{ groups }, offsets] = await Promise.all([
      link.ask("DescribeGroups", { groupIds: [groupId] }),
      link.ask("OffsetFetch", { groupId, topics: [] }),
    ]);
    const [description] = groups;
    const code = (description?.errorCode ?? -1) || (offsets.errorCode ?? 0);
    if (!description || code !== 0) throw new KafkaCode(code);
    return { description, committed: committedOf(offsets) };
  } catch (error) {
    if (!(error instanceof KafkaCode) || isAboutCoordinator(error.code)) cluster.forgetCoordinator(groupId);
    throw error;
  }
}

async function listGroups(cluster: Cluster): Promise<string[]> {
  const brokers = cluster.metadata()?.brokers ?? [];
  const lists = await Promise.all(
    brokers.map(async ({ nodeId }) => {
      try {
        return (await (await cluster.broker(nodeId)).ask("ListGroups", {})).groups;
      } catch {
        return []; // its groups will have another coordinator soon
      }
    }),
  );
  // Whoever only commits positions has no type.
  const ofConsumers = lists.flat().filter(({ protocolType }) => /^(consumer)?$/.test(protocolType));
  return [...new Set(ofConsumers.map(({ groupId }) => groupId))].toSorted();
}

function committedOf({ responses }: Answered["OffsetFetch"]): FoundGroup["committed"] {
  return responses
    .flatMap(({ topic, partitions }) =>
      partitions.flatMap(({ partition, errorCode, offset }) =>
        errorCode === 0 && Number(offset) >= 0 ? [{ topic, partition, offset: Number(offset) }] : [],
      ),
    )
    .toSorted((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition);
}

/** A group for the picture. What its members read and nobody has committed yet has no lag: who knows where it begins. */
export function groupState(
  { description, committed }: FoundGroup,
  bounds: ReadonlyMap<string, Bounds>,
): GroupState {
  const members = description.members
    .map(({ clientId, memberId, memberAssignment }) => ({
      memberId,
      member: { clientId, partitions: decodeAssignment(memberAssignment) },
    }))
    .toSorted((a, b) => a.memberId.localeCompare(b.memberId))
    .map(({ member }) => member);
  const offsets = new Map(committed.map((each) => [nameOf(each), each.offset]));
  const assigned = members
    .flatMap(({ partitions }) => partitions)
    .map(([topic, partition]) => ({ topic, partition }));
  const all = new Map(
    [...committed, ...assigned].map(({ topic, partition }) => [
      nameOf({ topic, partition }),
      { topic, partition },
    ]),
  );
  const positions = [...all]
    .map(([name, { topic, partition }]) => {
      const at = offsets.get(name);
      return { topic, partition, committed: at, lag: lagOf(at, bounds.get(name)) };
    })
    .toSorted((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition);
  return { name: description.groupId, state: description.state, members, positions };
}

/** A position may be beyond the end: the topic was made anew. One before the beginning goes on at the beginning. */
function lagOf(committed: number | undefined, bounds: Bounds | undefined): number | undefined {
  if (committed === undefined || bounds === undefined) return undefined;
  return Math.max(0, bounds.high - Math.max(committed, bounds.low));
}

/** How far a group is behind in all; undefined if that is not known of every partition. */
export function totalLag({ positions }: GroupState): number | undefined {
  const known = positions.filter(({ committed }) => committed !== undefined).map(({ lag }) => lag);
  if (known.length === 0 || known.includes(undefined)) return undefined;
  return known.reduce<number>((sum, lag) => sum + (lag ?? 0), 0);
}
