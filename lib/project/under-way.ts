import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { processExists } from "../../common/process-identity.ts";
import { labDir } from "../../common/project.mjs";
import { waitFor } from "../../common/wait-for.ts";
import { clearHalfWritten, writeWhole } from "../../common/write-whole.ts";
import { isAlive, processId } from "../terminal/processes-alive.ts";
import { readJson } from "./read-json.ts";

/** What a command notes before it begins something of several steps, so that the next one can finish or undo it. */
interface Note {
  /** As it was typed, such as `./lab learn 5`. */
  command: string;
  stack?: string;
  /** Which `dev` has stopped. */
  container?: string;
  pid: number;
  /** When that process was. */
  started: string;
  /** The process of the command that this one works for. */
  within?: number;
}

/** A process that a command of the lab has started is part of that command. */
const within = "KAFKA_LAB_WITHIN";
const folder = (projectDir: string) => join(projectDir, ".lab/under-way");

/** For a process that works for this one. */
export function withinThisCommand(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, [within]: env[within] ?? String(process.pid) };
}

/**
 * Notes what begins, under a name such as `workshop`, `operation-STACK`, `destroy-STACK` or `dev-SERVICE`; the answer
 * takes the note away again, when all of it is done.
 */
export function begin(name: string, note: Omit<Note, "pid" | "started">, projectDir = labDir): () => void {
  const file = join(folder(projectDir), `${name}.json`);
  const worksFor = process.env[within] === undefined ? {} : { within: Number(process.env[within]) };
  writeWhole(file, `${JSON.stringify({ ...note, ...processId(), ...worksFor }, null, 2)}\n`);
  return () => {
    rmSync(file, { force: true });
    clearHalfWritten(file); // of a command that was killed while it wrote this note
  };
}

/** The note of that name, also one of a process that is no more. */
export function readNote(name: string, projectDir = labDir) {
  const note = readJson(join(folder(projectDir), `${name}.json`));
  return typeof note?.command === "string" ? (note as Note) : undefined;
}

/** What has begun, and neither ended nor still runs. */
export function interruptedWork(projectDir = labDir): { name: string; note: Note }[] {
  return allNotes(projectDir).filter(({ note }) => !isAlive(note));
}

/**
 * Waits for what a command that was killed has left at work: nobody can stop that by Ctrl-C any more, and it ends by
 * itself.
 */
export async function awaitOrphans({ projectDir = labDir, budgetMs = 120_000 } = {}) {
  const isOrphan = (note: Note) => note.within !== undefined && !processExists(note.within) && isAlive(note);
  const ended = () => !allNotes(projectDir).some(({ note }) => isOrphan(note));
  await waitFor(ended, { budgetMs });
}

/** Takes a note away: what it is about is done, or does not matter any more. */
export function forget(name: string, projectDir = labDir) {
  rmSync(join(folder(projectDir), `${name}.json`), { force: true });
}

/**
 * An `up`, `refresh` or `destroy` of a stack reads its settings and the program: nothing else may write them meanwhile. One
 * that a lesson runs is part of that lesson, which has a note of its own.
 */
export function beginOperation(stack: string, command: string, projectDir = labDir) {
  const name = `operation-${stack}`;
  try {
    if (process.env[within] === undefined) return begin(name, { command, stack }, projectDir);
    return () => interruptedWork(projectDir).some((each) => each.name === name) && forget(name, projectDir);
  } catch {
    return () => {}; // a folder that cannot be written must not prevent the removal of containers
  }
}

/**
 * Two commands that change the lab would undo each other's work: the second one says which command is at work. `stack`: an
 * operation on another one does not matter.
 * @throws LabError
 */
export function refuseIfBusy({ stack, projectDir = labDir }: { stack?: string; projectDir?: string } = {}) {
  const busy = workOn(projectDir, stack).find(({ note }) => note.pid !== mine());
  if (!busy) return;
  throw new LabError(
    `${busy.note.command} is at work on this lab (process ${busy.note.pid}).`,
    "Wait until it is done, or stop it by Ctrl-C; then try again.",
  );
}

/** What changes the lab, or one stack of it, right now, whoever started it; `sinceMs` in milliseconds since 1970. */
export function workUnderWay({ stack, projectDir = labDir }: { stack?: string; projectDir?: string } = {}) {
  const [work] = workOn(projectDir, stack);
  if (work === undefined) return undefined;
  const { command, pid } = work.note;
  const file = join(folder(projectDir), `${work.name}.json`);
  // It may have ended by now.
  const sinceMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return { command, pid, sinceMs: Math.round(sinceMs) };
}

function workOn(projectDir: string, stack: string | undefined) {
  return allNotes(projectDir).filter(({ name, note }) => {
    const isOnStack = /^(operation|destroy)-/.test(name) && (stack === undefined || note.stack === stack);
    return (name === "workshop" || isOnStack) && isAlive(note);
  });
}

function mine() {
  return Number(process.env[within] ?? process.pid);
}

function allNotes(projectDir: string) {
  return names(projectDir).flatMap((name) => {
    const note = readNote(name, projectDir);
    return note ? [{ name, note }] : [];
  });
}

function names(projectDir: string) {
  try {
    return readdirSync(folder(projectDir))
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.slice(0, -".json".length));
  } catch {
    return []; // nothing was ever noted
  }
}
