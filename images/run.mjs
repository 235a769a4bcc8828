import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What a command printed before it failed: the last lines tell why, and decide what the user is told to do. */
export class CommandFailed extends Error {
  /** @param {string} command @param {string} output */
  constructor(command, output) {
    super(`${command} failed:\n${output}`);
    this.name = "CommandFailed";
    this.output = output;
  }
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] added to the environment
 * @property {(line: string) => void} [onLine] sees every line as it comes
 * @property {import("node:stream").Readable} [input]
 */

/**
 * Runs a command line by line, so that a long step can show that it moves; resolves to its standard output.
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {RunOptions} [options]
 * @returns {Promise<string>}
 */
export async function run(command, commandArguments, { cwd, env, onLine, input } = {}) {
  const child = spawn(command, commandArguments, {
    cwd,
    env: { ...process.env, ...env },
    stdio: [input ? "pipe" : "ignore", "pipe", "pipe"],
  });
  // A command that ends early closes its input: that it failed is told by its status.
  if (input && child.stdin) input.pipe(child.stdin).on("error", () => {});
  /** @type {string[]} */
  const printed = [];
  /** @type {string[]} */
  const all = [];
  collect(child.stdout, [printed, all], onLine);
  collect(child.stderr, [all], onLine);
  const status = await new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new CommandFailed(command, error.message)));
    child.on("close", resolve);
  });
  if (status !== 0)
    throw new CommandFailed(`${command} ${commandArguments[0] ?? ""}`, all.slice(-40).join("\n"));
  return printed.join("\n");
}

/**
 * @param {import("node:stream").Readable | null} stream
 * @param {string[][]} lists
 * @param {((line: string) => void) | undefined} onLine
 */
function collect(stream, lists, onLine) {
  if (!stream) return;
  createInterface({ input: stream }).on("line", (line) => {
    for (const list of lists) list.push(line);
    onLine?.(line);
  });
}
