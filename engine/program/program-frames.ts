import { readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** A place in a file of the program, counted from 1 as in editors. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One call in a stack: its place, and the function as the end of a line. */
export interface Frame {
  readonly place: Place;
  readonly within: string;
}

/** The calls of a stack that are in the project's own files: neither in a package, nor in Node, nor in this engine. */
export function userFrames(stack: string, { root }: { root: string }): Frame[] {
  return stack
    .split("\n")
    .map(frameOf)
    .filter((frame) => frame !== undefined)
    .filter(({ place: { file } }) => file.startsWith(`${root}/`) && !isForeign(file));
}

/** `infra/kafka.ts:12:3`, from the project's folder. */
export function placeNameOf({ file, line, column }: Place, root: string): string {
  return `${relative(root, file)}:${line}:${column}`;
}

/** The text of the line; empty if the file cannot be read. */
export function sourceOf({ file, line }: Place): string {
  return linesOf(file)[line - 1]?.trim() ?? "";
}

/** The lines of a file; none if it cannot be read. */
export function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}

function isForeign(file: string): boolean {
  return file.includes("/node_modules/") || file.startsWith(`${dirname(import.meta.dirname)}/`);
}

function frameOf(text: string): Frame | undefined {
  const match = /^\s+at (?:(?:async )?(.*?) \()?((?:file:\/\/)?\/.*?):(\d+):(\d+)\)?$/.exec(text);
  if (match === null) return undefined;
  const [, name = "", path = "", line, column] = match;
  const file = path.startsWith("file:") ? fileURLToPath(path) : path;
  const within = name === "" || name.startsWith("Object.") ? "" : `, in ${name}`;
  return { place: { file, line: Number(line), column: Number(column) }, within };
}
