import type { ChildProcessByStdio } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { finishing } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { waitFor } from "../../common/wait-for.ts";
import type { OperationDocument } from "../../lib/engines/engine-operation.ts";
import { withinThisCommand } from "../../lib/project/under-way.ts";
import type { OperationSettings } from "../authoring/lesson.ts";

/** Runs `./lab up` and similar commands as a learner would, but returns a document instead of a display. */
export async function runEngine(
  dir: string,
  stack: string,
  operation: "up" | "preview" | "refresh" | "destroy",
  { refresh, targets = [], allowFailure = false, diff }: OperationSettings,
): Promise<OperationDocument> {
  const options = ["--json", "--yes", "--stack", stack];
  if (refresh) options.push("--refresh");
  if (diff) options.push("--diff");
  const args = [operation, ...options, ...targets.flatMap((urn) => ["--target", urn])];
  const { document, stderr } = await runWhenFree(dir, operation, args);
  if (!document) {
    throw new LabError(`\`./lab ${operation}\` gave no answer: ${stderr.trim()}`, `Look: ./lab ${operation}`);
  }
  if (document.result === "failed" && !allowFailure) {
    throw new LabError(
      `\`./lab ${operation}\` failed: ${document.errors.join("; ")}`,
      `See it in full: ./lab ${operation}; and: ./lab doctor`,
    );
  }
  return document;
}

/** How long the engine of a killed command may take to finish its current step. */
const lockedMs = 120_000;

/** Waits for another engine that still works on the stack, such as that of a killed command. */
async function runWhenFree(dir: string, operation: string, args: string[]) {
  let end: { document: OperationDocument | undefined; stderr: string } = { document: undefined, stderr: "" };
  const isDone = async () => {
    const { stdout, stderr } = await runLab(dir, operation, args);
    end = { document: parse(stdout), stderr };
    return !end.document?.errors.some((error) => error.includes("stack is locked"));
  };
  await waitFor(isDone, { budgetMs: lockedMs, everyMs: 1_000 });
  return end;
}

/** In its own process group, so that Ctrl-C in a terminal reaches only this process, which passes it on once. */
async function runLab(dir: string, operation: string, args: string[]) {
  const child = spawn(process.execPath, [join(dir, "scripts/lab.ts"), ...args], {
    cwd: dir,
    env: { ...withinThisCommand(), NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const what = { en: `what ./lab ${operation} has begun`, fr: `ce que ./lab ${operation} a commencé` };
  return finishing(
    what,
    () => outputOf(child),
    (signal) => child.kill(signal),
  );
}

async function outputOf(child: ChildProcessByStdio<null, Readable, Readable>) {
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text) => {
      output[name] += text;
    });
  }
  await once(child, "close");
  return output;
}

function parse(text: string): OperationDocument | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
