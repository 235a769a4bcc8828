import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { labDir } from "../../common/project.mjs";

/**
 * What a learner looked at in each drill, in order: a section for each time that a drill began, a line for each look.
 * It is text that may be edited; the heading is the time, because a drill's name would give its fault away.
 */
export const notesFile = ".lab/drill-notes.md";

/** Begins the section of a drill. */
export function beginNotes(startedAt: string, symptom: string, dir = labDir) {
  append(dir, `\n## ${startedAt}\n\n${symptom}\n\n`);
}

/** Adds a look to the newest section, with the time since the drill began. */
export function addNote(text: string, startedAt: string, dir = labDir, nowMs = Date.now()) {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(startedAt)) / 1_000));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  append(dir, `- ${clock} ${text.replace(/\s+/g, " ").trim()}\n`);
}

/** The looks that are noted in the section of the drill that began then, without their marks. */
export function notesOf(startedAt: string, dir = labDir): string[] {
  const file = join(dir, notesFile);
  const sections = existsSync(file) ? readFileSync(file, "utf8").split(/^## /m) : [];
  const section = sections.find((each) => each.startsWith(startedAt)) ?? "";
  return [...section.matchAll(/^[-*] +(.*\S)/gm)].map(([, look = ""]) => look);
}

function append(dir: string, text: string) {
  mkdirSync(join(dir, dirname(notesFile)), { recursive: true });
  appendFileSync(join(dir, notesFile), text);
}
