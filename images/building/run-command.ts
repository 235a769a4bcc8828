import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { runChild } from "../../common/interrupts.mjs";

/** The output of a command that failed: its last lines say why, and decide the advice to the user. */
export class CommandFailed extends Error {
  readonly output: string;

  constructor(command: string, output: string) {
    super(`${command} failed:\n${output}`);
    this.name = "CommandFailed";
    this.output = output;
  }
}

interface RunOptions {
  cwd?: string;
  /** Added to the environment. */
  env?: Record<string, string>;
  /** Called with every line as it comes. */
  onLine?: (line: string) => void;
  input?: Readable;
  /** Harmful when half done: an interruption waits for its end. */
  mustEnd?: boolean;
  /** Ends the command. */
  signal?: AbortSignal;
}

/**
 * Runs a command line by line, so that a long step can show its progress; resolves to its standard output. It does
 * not outlive this process when that is interrupted.
 */
export async function run(
  command: string,
  commandArguments: string[],
  { cwd, env, onLine, input, mustEnd = false, signal }: RunOptions = {},
): Promise<string> {
  const printed: string[] = [];
  const all: string[] = [];
  const start = ({ detached }: { detached: boolean }) => {
    const child = spawn(command, commandArguments, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input ? "pipe" : "ignore", "pipe", "pipe"],
      detached,
      ...(signal && { signal }),
    });
    // A command that ends early closes its input; its status reports the failure.
    if (input && child.stdin) input.pipe(child.stdin).on("error", () => {});
    collect(child.stdout, [printed, all], onLine);
    collect(child.stderr, [all], onLine);
    return child;
  };
  const status = await runChild({ command, args: commandArguments, mustEnd }, start, (child) => {
    return new Promise((resolve, reject) => {
      child.on("error", (error) => reject(new CommandFailed(command, error.message)));
      child.on("close", resolve);
    });
  });
  if (status !== 0)
    throw new CommandFailed(`${command} ${commandArguments[0] ?? ""}`, all.slice(-40).join("\n"));
  return printed.join("\n");
}

function collect(stream: Readable | null, lists: string[][], onLine: ((line: string) => void) | undefined) {
  if (!stream) return;
  createInterface({ input: stream }).on("line", (line) => {
    for (const list of lists) list.push(line);
    onLine?.(line);
  });
}
