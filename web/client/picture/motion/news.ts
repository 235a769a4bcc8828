import type { GroupState, KafkaState, PartitionState, RecordCell } from "../../../contract/kafka.ts";
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

/** What was seen of the partitions in the window: the last state, and behind which record each log ended. */
export interface Seen {
  readonly state: KafkaState;
  /** By the records, for the end of a log may be known a little before its record. */
  readonly ends: ReadonlyMap<number, number>;
}

/** Adds a state to what was seen. */
export function seenOf(
  before: Seen | undefined,
  state: KafkaState,
  topic: string,
  partitions: ReadonlySet<number>,
): Seen {
  if (state.reach !== "up") return { state, ends: new Map() };
  const ends = shownOf(state, topic, partitions).flatMap(({ partition, low, high, latest }) => {
    const newest = latest.at(-1);
    // Not read yet: what will come first was there before.
    const end = newest ? newest.offset + 1 : low === high ? high : before?.ends.get(partition);
    return end === undefined ? [] : [[partition, end] as const];
  });
  return { state, ends: new Map(ends) };
}

/**
 * What has happened to a topic's partitions: records that are new, and records that a group's committed position has
 * passed. Nothing at the first look, after Kafka was away, or when a topic was made anew, because nobody has seen it.
 */
export function newsOf(
  before: Seen | undefined,
  after: KafkaState,
  topic: string,
  partitions: ReadonlySet<number>,
): News[] {
  if (before?.state.reach !== "up" || after.reach !== "up") return [];
  const shown = shownOf(after, topic, partitions);
  const arrived = shown.flatMap((each) => arrivals(before.ends.get(each.partition), each));
  const read = after.groups.flatMap((group) => readings(before.state, group, topic, shown));
  return [...arrived.slice(-MOST), ...read.slice(-MOST)];
}

function arrivals(end: number | undefined, { partition, high, latest }: PartitionState): News[] {
  if (end === undefined || high < end) return [];
  return latest
    .filter(({ offset }) => offset >= end)
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

function shownOf(state: KafkaState, topic: string, partitions: ReadonlySet<number>): PartitionState[] {
  const found = state.topics.find(({ name }) => name === topic);
  return found?.partitions.filter(({ partition }) => partitions.has(partition)) ?? [];
}
