import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A step of a recording: a file to write, a command behind the engine's back, or an operation. */
type RecordedStep =
  | { do: "program"; program: string }
  | { do: "file"; path: string; text: string }
  | { do: "sh"; command: string; exit: number }
  | RecordedOperation;

/** An operation with Pulumi's plan, result and state. */
export interface RecordedOperation {
  do: "up" | "preview" | "refresh" | "destroy";
  flags?: string;
  /** Not every plan was recorded. */
  plan?: { steps: { op: string; urn: string; detailedDiff: unknown; replaceReasons?: string[] }[] | null };
  /** Why only the answer of the resource type is compared, and not a run. */
  onlyAnswered?: string;
  planExit: number;
  exit?: number;
  order?: string[];
  state?: { resources: RecordedResource[] };
}

/** A resource of the recorded state, without what differs in every run. */
export interface RecordedResource {
  urn: string;
  type: string;
  custom: boolean;
  outputs?: Record<string, unknown>;
  [field: string]: unknown;
}

/** One scenario: its steps, and the folder with its programs. */
export interface Recording {
  scenario: string;
  folder: string;
  why: string;
  /** What it takes besides a Docker engine. */
  needs?: "swarm";
  steps: RecordedStep[];
}

const RECORDINGS = join(import.meta.dirname, "recordings");

/** All scenarios, in the order of their numbers. */
export function loadRecordings(): Recording[] {
  return readdirSync(RECORDINGS)
    .sort()
    .map((name) => {
      const folder = join(RECORDINGS, name);
      return { ...(JSON.parse(readFileSync(join(folder, "recording.json"), "utf8")) as Recording), folder };
    });
}
