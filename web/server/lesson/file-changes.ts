import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch, formatPatch, parsePatch, reversePatch } from "diff";
import { LabError } from "../../../common/lab-error.mjs";
import { applyDiff } from "../../../workshop/lab/apply-diff.ts";
import { openFiles } from "../../../workshop/lab/lab-files.ts";
import { keptEdit } from "../../../workshop/lab/saved-edits.ts";
import type { Both } from "../../contract/language.ts";
import type { Block, FileChange } from "../../contract/lesson.ts";
import { requireOwnFile } from "./file-guard.ts";
import { Refusal } from "./refusal.ts";

type FileBlock = Extract<Block, { kind: "file" }>;

/** The files that a lesson's blocks write or edit. */
export function namedFiles(blocks: readonly Block[]): Set<string> {
  return new Set(blocks.flatMap((block) => (block.kind === "file" ? [block.path] : [])));
}

/** A file's text now; undefined if there is none. */
export function readOwnFile(projectDir: string, path: string, named: Iterable<string>): string | undefined {
  requireOwnFile(projectDir, path, named);
  const file = join(projectDir, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/**
 * What a block would make of its file, without doing it.
 * @throws LabError when a diff does not fit, Refusal when the file may not be opened
 */
export function previewChange(projectDir: string, block: FileBlock): FileChange {
  const before = readOwnFile(projectDir, block.path, [block.path]);
  const after = block.change === "write" ? `${block.text}\n` : edited(block, before);
  return {
    path: block.path,
    version: versionOf(before),
    isDone: after === before,
    diff: after === before ? "" : differenceOf(block.path, before, after),
  };
}

/**
 * Changes the file as the block says, if it is still as it was when `version` was shown. An edit of the learner's that is
 * replaced is saved first, and returned is the message about it.
 */
export function makeChange(projectDir: string, block: FileBlock, version: string): Both[] {
  const before = readOwnFile(projectDir, block.path, [block.path]);
  if (versionOf(before) !== version) throw changedMeanwhile(block.path);
  const after = block.change === "write" ? `${block.text}\n` : edited(block, before);
  const saved: Both[] = [];
  if (after === before) return saved;
  const files = openFiles(projectDir, (path, folder) => saved.push(keptEdit(path, folder) as Both));
  if (after === undefined) files.remove(block.path);
  else files.write(block.path, after);
  return saved;
}

/** The text after the lesson's diff; as it is, if the diff is in it already. */
function edited({ path, text }: FileBlock, before: string | undefined): string | undefined {
  const apply = (diff: string) => {
    const [made, ...others] = applyDiff(diff, (each) => (each === path ? before : undefined));
    if (made?.path === path && others.length === 0) return made.text;
    throw new Error(`the block edits other files than ${path}`);
  };
  if (before === undefined && !/^--- \/dev\/null$/m.test(text)) throw notThereYet(path);
  try {
    return apply(`${text}\n`);
  } catch (error) {
    if (error instanceof LabError && isThere(apply, text)) return before;
    throw error;
  }
}

function isThere(apply: (diff: string) => unknown, diff: string): boolean {
  try {
    apply(formatPatch(reversePatch(parsePatch(`${diff}\n`))));
    return true;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}

function differenceOf(path: string, before: string | undefined, after: string | undefined): string {
  const from = before === undefined ? "/dev/null" : `a/${path}`;
  const to = after === undefined ? "/dev/null" : `b/${path}`;
  return createTwoFilesPatch(from, to, before ?? "", after ?? "").replace(/^=+\n/, "");
}

function versionOf(text: string | undefined): string {
  return text === undefined ? "none" : createHash("sha256").update(text).digest("hex");
}

function notThereYet(path: string): Refusal {
  return new Refusal(409, {
    en: `there is no ${path} yet; an earlier block of the lesson writes it, or the lesson's start: ./lab reset`,
    fr: `${path} n'existe pas encore\u00a0; un bloc plus haut l'écrit, ou le départ de la leçon\u00a0: ./lab reset`,
  });
}

function changedMeanwhile(path: string): Refusal {
  return new Refusal(409, {
    en: `${path} has changed since the page showed it; look at the difference again.`,
    fr: `${path} a changé depuis que la page l'a montré\u00a0; regardez de nouveau la différence.`,
  });
}
