import type { RecordSearch } from "../../../contract/kafka-requests.ts";
import type { Cluster } from "../brokers/cluster.ts";
import type { StoredRecord } from "../brokers/fetch-records.ts";
import { silentPartition, wrongPlace } from "../refusals/refusals.ts";
import { findPartitions } from "./find-partition.ts";
import { readForward } from "./read-forward.ts";
import { recordCell } from "./record-cell.ts";
import { FULL_CHARACTERS, plainText } from "./safe-text.ts";
import { nextPlace, type Place, progressOf, readPlaces, writePlaces } from "./search-place.ts";

export interface SearchWanted {
  readonly topic: string;
  readonly partition?: number | undefined;
  /** Looked for in any case. */
  readonly text: string;
  /** Where an earlier answer ended. */
  readonly next?: string | undefined;
}

const MOST_FOUND = 100;
const BUDGET_MS = 2_000;
/** How many offsets at a time: more while they come fast, fewer while records are large. */
const FEWEST = 20;
const MOST = 5_000;
const SLOW_MS = 400;
const FAST_MS = 100;

type Found = RecordSearch["found"][number];

/**
 * The newest records that have the text, from the end backwards, in all partitions alike.
 * @param signal aborts when nobody waits for the answer any more
 * @throws Refusal
 */
export async function searchRecords(
  cluster: Cluster,
  wanted: SearchWanted,
  signal: AbortSignal,
  budgetMs = BUDGET_MS,
): Promise<RecordSearch> {
  const places = await begin(cluster, wanted);
  const text = wanted.text.toLowerCase();
  const untilMs = performance.now() + budgetMs;
  const found: Found[] = [];
  let size = 200;
  for (let place = nextPlace(places); place; place = nextPlace(places)) {
    if (signal.aborted || performance.now() >= untilMs || found.length >= MOST_FOUND) break;
    const beganMs = performance.now();
    const from = Math.max(place.low, place.end - size);
    const { hits, end } = await lookThrough(cluster, { topic: wanted.topic, place, from, text, signal });
    found.push(...hits);
    places[places.indexOf(place)] = { ...place, end };
    size = nextSize(size, performance.now() - beganMs);
  }
  const next = writePlaces(places);
  const newestFirst = found.toSorted((a, b) => b.timestampMs - a.timestampMs || b.offset - a.offset);
  return { found: newestFirst, ...progressOf(places), isWhole: next === undefined, next };
}

async function begin(cluster: Cluster, { topic, partition, next }: SearchWanted): Promise<Place[]> {
  const { bound, silent } = await findPartitions(cluster, topic, partition);
  if (silent.length > 0) throw silentPartition(topic, silent);
  if (next === undefined)
    return bound.map(({ partition: number, low, high }) => ({ partition: number, low, end: high, high }));
  return readPlaces(next).map((place) => {
    const now = bound.find((each) => each.partition === place.partition);
    // The topic is not the one in which the search began.
    if (!now || place.high > now.high) throw wrongPlace();
    // What retention has deleted meanwhile cannot be read.
    return { ...place, end: Math.max(place.end, now.low), low: Math.max(place.low, now.low) };
  });
}

/** Reads a part of a partition forwards, as Kafka only can; of too many hits the oldest are left for the next answer. */
async function lookThrough(
  cluster: Cluster,
  { topic, place, from, text, signal }: Part,
): Promise<{ hits: readonly Found[]; end: number }> {
  const { partition } = place;
  let hits: Found[] = [];
  let isCut = false;
  for await (const records of readForward(cluster, { topic, partition }, from, place.end)) {
    if (signal.aborted) return { hits: [], end: place.end };
    const more = records.filter((record) => hasText(record, text));
    hits = [...hits, ...more.map((record) => ({ partition, ...recordCell(record, FULL_CHARACTERS) }))];
    isCut ||= hits.length > MOST_FOUND;
    hits = hits.slice(-MOST_FOUND);
  }
  return { hits, end: isCut ? (hits[0]?.offset ?? from) : from };
}

interface Part {
  readonly topic: string;
  readonly place: Place;
  readonly from: number;
  readonly text: string;
  readonly signal: AbortSignal;
}

/** @param text in lower case */
export function hasText({ key, value, headers }: StoredRecord, text: string): boolean {
  const has = (bytes: Uint8Array | null | undefined) => plainText(bytes).toLowerCase().includes(text);
  if (has(key) || has(value)) return true;
  return Object.entries(headers).some(([name, values]) => {
    return (
      name.toLowerCase().includes(text) ||
      (Array.isArray(values) ? values.some(has) : has(values as Buffer | null))
    );
  });
}

function nextSize(size: number, tookMs: number): number {
  if (tookMs > SLOW_MS) return Math.max(FEWEST, Math.floor(size / 4));
  return tookMs < FAST_MS ? Math.min(MOST, size * 2) : size;
}
