import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { WorkshopLab } from "../authoring/lesson.ts";

/** Where a message is in the topic. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** A message that service-a acknowledged. */
export interface Acknowledged extends Place {
  readonly atMs: number;
  readonly message: string;
}

/** A message that service-b handed out. */
interface Read {
  readonly atMs: number;
  readonly port: number;
  readonly place: string;
}

/** How a place in a topic is written here. */
export const placeOf = ({ partition, offset }: Place) => `${partition}@${offset}`;

/** What the users of `run.ts` were told, a line for each answer: it outlives them, for the audit. */
export function openTraffic({ dir }: Pick<WorkshopLab, "dir">) {
  const file = join(dir, ".lab/learn/traffic.jsonl");
  const add = (entry: Acknowledged | Read) => appendFileSync(file, `${JSON.stringify(entry)}\n`);
  mkdirSync(dirname(file), { recursive: true });
  return {
    addAcknowledged: (entry: Acknowledged) => add(entry),
    addRead: (entry: Read) => add(entry),
    clear: () => rmSync(file, { force: true }),
    read() {
      const text = existsSync(file) ? readFileSync(file, "utf8") : "";
      const entries: (Acknowledged | Read)[] = text.split("\n").flatMap(parse);
      return {
        acknowledged: entries.filter((entry) => "offset" in entry),
        reads: entries.filter((entry) => "place" in entry),
      };
    },
  };
}

/** A line that a killed program has not written to its end does not count. */
function parse(line: string): (Acknowledged | Read)[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
