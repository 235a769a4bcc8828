import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";

/** How a command ended, and all that it printed. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, with runs of white space as one space, so that text wrapped at 80 columns can be searched. */
  readonly words: string;
}

/** A command that is still running. */
interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has printed up to now. */
  readonly printed: () => string;
}

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  /** A command that runs the lab's, such as one that drops rights. */
  readonly within?: readonly string[];
  readonly dir?: string;
}

/** Starts `./lab` with these arguments, from a folder that is not the lab's. */
export function startLab(
  args: readonly string[],
  { env, within = [], dir = inject("lab").dir }: Options = {},
): Running {
  const [command = "", ...rest] = [...within, join(dir, "lab"), ...args];
  const child = spawn(command, rest, {
    cwd: tmpdir(),
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const status = code ?? (signal === "SIGINT" ? 130 : 143);
      resolve({ status, ...output, words: `${output.stdout} ${output.stderr}`.replace(/\s+/g, " ") });
    });
  });
  return { child, ended, printed: () => output.stdout + output.stderr };
}

/** Runs `./lab` to its end. */
export function runLab(args: readonly string[], options: Options = {}): Promise<Ended> {
  return startLab(args, options).ended;
}

/** Runs it and requires success: otherwise its output is the test's failure message. */
export async function mustRun(...args: string[]): Promise<Ended> {
  const ended = await runLab(args);
  if (ended.status === 0) return ended;
  throw new Error(
    `./lab ${args.join(" ")} ended with status ${ended.status}:\n${ended.stdout}${ended.stderr}`,
  );
}

/** Ensures that the stack is up; takes a second if it already is. */
export async function bringUp(): Promise<void> {
  await mustRun("up", "--yes", "--engine", "embedded");
}

/** Ensures that the stack is gone. */
export async function tearDown(): Promise<void> {
  await mustRun("destroy", "--yes", "--engine", "embedded");
}
