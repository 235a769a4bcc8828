import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";

type State = "started" | "done";

type Entry = { state: State; date: string };

const header = `# How far you are in the workshop: lesson, state, date. The last line is the lesson you are in.
# You may edit this file; without it, the workshop begins anew.`;

/** Progress in a text file that a person can read, edit and delete. */
export class Progress {
  readonly file: string;
  readonly entries = new Map<string, Entry>();
  current: string | undefined;

  constructor(file = join(labDir, ".lab/progress.txt")) {
    this.file = file;
    for (const line of existsSync(file) ? readFileSync(file, "utf8").split("\n") : []) this.#read(line);
  }

  /** A lesson that is done stays done, also when it is begun again. */
  start(lesson: string) {
    this.current = lesson;
    this.#set(lesson, this.entries.get(lesson)?.state ?? "started");
  }

  finish(lesson: string) {
    this.#set(lesson, "done");
  }

  #read(line: string) {
    const [, lesson, state, date = ""] = /^(\S+)\s+(started|done)\s*(\S*)/.exec(line) ?? [];
    if (lesson) this.entries.set(lesson, { state: state as State, date });
    this.current = /^now (\S+)/.exec(line)?.[1] ?? this.current;
  }

  #set(lesson: string, state: State) {
    if (this.entries.get(lesson)?.state !== state) {
      this.entries.set(lesson, { state, date: new Date().toISOString().slice(0, 10) });
    }
    const lines = [...this.entries]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { state: each, date }]) => `${name.padEnd(24)} ${each.padEnd(8)} ${date}`);
    const now = this.current ? [`now ${this.current}`] : [];
    writeWhole(this.file, `${[header, ...lines, ...now].join("\n")}\n`);
  }
}
