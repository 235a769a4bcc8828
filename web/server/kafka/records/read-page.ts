import type { RecordPage } from "../../../contract.ts";
import type { Cluster } from "../brokers/cluster.ts";
import type { StoredRecord } from "../brokers/fetch-records.ts";
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

/** A page of a partition, in the order of the offsets. @throws Refusal */
export async function readPage(cluster: Cluster, wanted: PageWanted): Promise<RecordPage> {
  const { topic, partition, count } = wanted;
  const { low, high } = await findPartition(cluster, topic, partition);
  const start = await startOf(cluster, wanted, { low, high });
  const found: StoredRecord[] = [];
  for await (const records of readForward(cluster, { topic, partition }, start.offset, high)) {
    found.push(...records);
    if (!start.isNewest && found.length >= count) break;
  }
  const page = start.isNewest ? found.slice(-count) : found.slice(0, count);
  return { low, high, records: page.map((record) => recordCell(record, FULL_CHARACTERS)) };
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
