import { z } from "zod";
import { wrongPlace } from "../refusals/refusals.ts";

/** How far a search has come in one partition: from `end` on everything is looked at, down to `low` it will be. */
export interface Place {
  readonly partition: number;
  readonly low: number;
  readonly end: number;
  /** Where it began. */
  readonly high: number;
}

const places = z.array(z.tuple([z.int().min(0), z.int().min(0), z.int().min(0), z.int().min(0)])).max(1_000);

/** A search as the page sends it back to go on with; undefined when there is nothing left. */
export function writePlaces(of: readonly Place[]): string | undefined {
  if (of.every(isDone)) return undefined;
  const rows = of.map(({ partition, low, end, high }) => [partition, low, end, high]);
  return Buffer.from(JSON.stringify(rows)).toString("base64url");
}

/** @throws Refusal */
export function readPlaces(text: string): Place[] {
  try {
    const rows = places.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return rows.map(([partition, low, end, high]) => ({ partition, low, end, high }));
  } catch {
    throw wrongPlace();
  }
}

/** The partition in which the fewest records were looked at; undefined when all are. */
export function nextPlace(of: readonly Place[]): Place | undefined {
  const left = of.filter((place) => !isDone(place));
  return left.toSorted((a, b) => lookedAt(a) - lookedAt(b) || a.partition - b.partition)[0];
}

/** How many offsets were looked at, of how many. */
export function progressOf(of: readonly Place[]): { readonly looked: number; readonly of: number } {
  const sum = (count: (place: Place) => number) => of.reduce((total, place) => total + count(place), 0);
  return { looked: sum(lookedAt), of: sum(({ high, low }) => high - low) };
}

function isDone({ end, low }: Place): boolean {
  return end <= low;
}

function lookedAt({ high, end, low }: Place): number {
  return high - Math.max(end, low);
}
