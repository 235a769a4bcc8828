import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../common/write-whole.ts";
import { labDir } from "../../lib/project/project.mjs";

/** @typedef {"started" | "done"} State */
/** @typedef {{ state: State, date: string }} Entry */

const header = `# How far you are in the workshop: lesson, state, date. The last line is the lesson you are in.
# You may edit this file; without it, the workshop begins anew.`;

/** Progress is a text file that a person can read, mend and delete. */
export class Progress {
  constructor(file = join(labDir, ".lab/progress.txt")) {
    this.file = file;
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** @type {string | undefined} the lesson that commands without a number mean */
    this.current = undefined;
    for (const line of existsSync(file) ? readFileSync(file, "utf8").split("\n") : []) this.#read(line);
  }

  /** Done stays done, also when a lesson is taken again. @param {string} lesson */
  start(lesson) {
    this.current = lesson;
    this.#set(lesson, this.entries.get(lesson)?.state ?? "started");
  }

  /** @param {string} lesson */
  finish(lesson) {
    this.#set(lesson, "done");
  }

  /** @param {string} line */
  #read(line) {
    const [, lesson, state, date = ""] = /^(\S+)\s+(started|done)\s*(\S*)/.exec(line) ?? [];
    if (lesson) this.entries.set(lesson, { state: /** @type {State} */ (state), date });
    this.current = /^now (\S+)/.exec(line)?.[1] ?? this.current;
  }

  /** @param {string} lesson @param {State} state */
  #set(lesson, state) {
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
