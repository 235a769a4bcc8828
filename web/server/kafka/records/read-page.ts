import type { RecordCell } from "../../../contract/kafka.ts";
import type { RecordPage } from "../../../contract/kafka-requests.ts";
import type { Cluster } from "../brokers/cluster.ts";
import { type Bounds, nameOf, type PartitionName, readOffsetsAt } from "../brokers/offsets.ts";
import { findPartition } from "./find-partition.ts";
import { readForward } from "./read-forward.ts";
import { recordCell } from "./record-cell.ts";
import { FULL_CHARACTERS } from "./safe-text.ts";

/** Where to begin; without anything, so that the newest come. */
export interface PageWanted extends PartitionName {
  readonly from?: number | undefined;
  readonly timestampMs?: number | undefined;
  readonly count: number;
}

/** After that a page is shorter than was asked, because somebody waits for it. */
const BUDGET_MS = 5_000;

/** A page of a partition, in the order of the offsets. @throws Refusal */
export async function readPage(cluster: Cluster, wanted: PageWanted): Promise<RecordPage> {
  const { topic, partition, count } = wanted;
  const { low, high } = await findPartition(cluster, topic, partition);
  const start = await startOf(cluster, wanted, { low, high });
  const untilMs = performance.now() + BUDGET_MS;
  // Only what is shown is kept: records may be large.
  let found: RecordCell[] = [];
  for await (const records of readForward(cluster, { topic, partition }, start.offset, high)) {
    found = [...found, ...records.map((record) => recordCell(record, FULL_CHARACTERS))];
    if (start.isNewest) found = found.slice(-count);
    else if (found.length >= count) break;
    if (performance.now() > untilMs) break;
  }
  return { low, high, records: found.slice(0, count) };
}

async function startOf(cluster: Cluster, wanted: PageWanted, { low, high }: Bounds) {
  const { topic, partition, from, timestampMs, count } = wanted;
  if (from !== undefined) return { offset: Math.max(low, from), isNewest: false };
  // As many again, because some may be no messages.
  if (timestampMs === undefined) return { offset: Math.max(low, high - 2 * count), isNewest: true };
  const offsets = await readOffsetsAt(cluster, [{ topic, partition }], timestampMs);
  const offset = offsets.get(nameOf({ topic, partition })) ?? -1;
  return { offset: offset < 0 ? high : offset, isNewest: false };
}
