import type { GroupState, KafkaState, PartitionState, RecordCell } from "../../../contract.ts";
import { ownerOf } from "../log/row-layout.ts";

/** service-a puts its request's id into each record that it sends. */
const OF_SERVICE_A = "x-request-id";

/** Something that has happened between two states, and can be shown moving. */
export type News =
  | {
      readonly kind: "arrived";
      readonly partition: number;
      readonly offset: number;
      /** `service-a`, or undefined for another producer. */
      readonly from: string | undefined;
    }
  | {
      readonly kind: "read";
      readonly partition: number;
      readonly offset: number;
      /** The client that reads the partition in the group. */
      readonly to: string | undefined;
    };

/** More at once would only flicker. */
const MOST = 8;

/**
 * What has happened to a topic's partitions: records that are new, and records that a group's committed position has
 * passed. Nothing at the first look, after Kafka was away, or when a topic was made anew, because nobody has seen it.
 */
export function newsOf(
  before: KafkaState | undefined,
  after: KafkaState,
  topic: string,
  partitions: ReadonlySet<number>,
): News[] {
  if (before?.reach !== "up" || after.reach !== "up") return [];
  const old = partitionsOf(before, topic);
  const shown = [...partitionsOf(after, topic).values()].filter(({ partition }) => partitions.has(partition));
  const arrived = shown.flatMap((each) => arrivals(old.get(each.partition), each));
  const read = after.groups.flatMap((group) => readings(before, group, topic, shown));
  return [...arrived.slice(-MOST), ...read.slice(-MOST)];
}

function arrivals(before: PartitionState | undefined, { partition, high, latest }: PartitionState): News[] {
  if (!before || high < before.high) return [];
  return latest
    .filter(({ offset }) => offset >= before.high)
    .map((record) => ({ kind: "arrived", partition, offset: record.offset, from: senderOf(record) }));
}

function senderOf({ headers }: RecordCell): string | undefined {
  return headers.some(([name]) => name === OF_SERVICE_A) ? "service-a" : undefined;
}

function readings(
  before: KafkaState,
  group: GroupState,
  topic: string,
  shown: readonly PartitionState[],
): News[] {
  const old = before.groups.find(({ name }) => name === group.name);
  if (!old) return [];
  return shown.flatMap(({ partition, latest }) => {
    const to = committedOf(group, topic, partition);
    const reader = ownerOf(topic, partition, group);
    const from = committedOf(old, topic, partition) ?? firstReadBy(reader, to);
    if (from === undefined || to === undefined || to <= from) return [];
    return latest
      .filter(({ offset }) => offset >= from && offset < to)
      .map(({ offset }): News => ({ kind: "read", partition, offset, to: reader }));
  });
}

/** service-b commits what it has handed out; others commit where they begin, too, and have read nothing then. */
function firstReadBy(reader: string | undefined, committed: number | undefined): number | undefined {
  return reader?.startsWith("service-b") && committed !== undefined ? committed - 1 : undefined;
}

function committedOf(group: GroupState, topic: string, partition: number): number | undefined {
  return group.positions.find((each) => each.topic === topic && each.partition === partition)?.committed;
}

function partitionsOf(state: KafkaState, topic: string): Map<number, PartitionState> {
  const found = state.topics.find(({ name }) => name === topic);
  return new Map(found?.partitions.map((partition) => [partition.partition, partition]));
}
