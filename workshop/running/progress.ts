import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { nameWithoutNumber } from "../lab/lesson-name.ts";

/** `solved`: `./lab solve` did it, not the learner. */
export type LessonState = "started" | "solved" | "done";

type Entry = { name: string; state: LessonState; date: string };

const header = `# How far you are in the workshop: lesson, state, date. The last line is the lesson you are in.
# You may edit this file; without it, the workshop begins anew.`;

/**
 * Progress in a text file that a person can read, edit and delete. A lesson is known by the name of its folder without
 * the number, so that it keeps its progress when lessons move.
 */
export class Progress {
  readonly file: string;
  readonly entries = new Map<string, Entry>();
  current: string | undefined;

  constructor(file = join(labDir, ".lab/progress.txt")) {
    this.file = file;
    for (const line of existsSync(file) ? readFileSync(file, "utf8").split("\n") : []) this.#read(line);
  }

  stateOf(lesson: string): LessonState | undefined {
    return this.entries.get(nameWithoutNumber(lesson))?.state;
  }

  isCurrent(lesson: string) {
    return this.current !== undefined && nameWithoutNumber(this.current) === nameWithoutNumber(lesson);
  }

  /** A lesson that is done stays done, also when it is begun again. */
  start(lesson: string) {
    this.current = lesson;
    this.#set(lesson, this.stateOf(lesson) === "done" ? "done" : "started");
  }

  /** Being shown the solution is not the same as doing it; begun again, the lesson can still be done. */
  solve(lesson: string) {
    this.current = lesson;
    this.#set(lesson, this.stateOf(lesson) === "done" ? "done" : "solved");
  }

  finish(lesson: string) {
    if (this.stateOf(lesson) !== "solved") this.#set(lesson, "done");
  }

  #read(line: string) {
    const [, name, state, date = ""] = /^(\S+)\s+(started|solved|done)\s*(\S*)/.exec(line) ?? [];
    if (name) this.entries.set(nameWithoutNumber(name), { name, state: state as LessonState, date });
    this.current = /^now (\S+)/.exec(line)?.[1] ?? this.current;
  }

  #set(lesson: string, state: LessonState) {
    const before = this.entries.get(nameWithoutNumber(lesson));
    const date = before?.state === state ? before.date : new Date().toISOString().slice(0, 10);
    this.entries.set(nameWithoutNumber(lesson), { name: lesson, state, date });
    const lines = [...this.entries.values()]
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((each) => `${each.name.padEnd(24)} ${each.state.padEnd(8)} ${each.date}`);
    const now = this.current ? [`now ${this.current}`] : [];
    writeWhole(this.file, `${[header, ...lines, ...now].join("\n")}\n`);
  }
}
