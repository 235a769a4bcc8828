import { createHash } from "node:crypto";
import { join } from "node:path";
import { nameWithoutNumber } from "../../../workshop/lab/lesson-name.ts";
import { openNotes } from "../../../workshop/lab/notes.ts";
import type { Block } from "../../contract/lesson.ts";

type Kept = Record<string, string>;

/**
 * The blocks that a learner has done, in .lab/learn/ticks.json by lesson and index. Both languages have the same blocks,
 * so they share the ticks; a block whose text has changed since is not done.
 */
export function openTicks(projectDir: string) {
  const notes = openNotes(join(projectDir, ".lab/learn/ticks.json"));
  const of = (lesson: string): Kept => notes.get(nameWithoutNumber(lesson)) ?? {};
  return {
    ticked(lesson: string, blocks: readonly Block[]): number[] {
      const kept = of(lesson);
      return [...blocks.keys()].filter((index) => kept[index] === digest(blocks[index]));
    },
    tick(lesson: string, index: number, block: Block) {
      notes.set(nameWithoutNumber(lesson), { ...of(lesson), [index]: digest(block) });
    },
    clear(lesson: string) {
      notes.set(nameWithoutNumber(lesson), {});
    },
  };
}

function digest(block: Block | undefined): string {
  return createHash("sha256")
    .update(block?.text ?? "")
    .digest("hex")
    .slice(0, 12);
}
