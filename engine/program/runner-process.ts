import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** A process with the SDK's runner in it, which waits for the message that says what to run. */
export interface RunnerProcess {
  readonly child: ChildProcess & { stdout: Readable; stderr: Readable };
  /** Whether the SDK is the lab's own, for a project that has none installed. */
  readonly isLabSdk: boolean;
}

const early = new Map<string, RunnerProcess>();

/** Starts the process before it is needed, and loads these packages in it; if it is never needed, it ends with this one. */
export function prepareRunner(root: string, packages: readonly string[] = []): RunnerProcess {
  const runner = start(root, packages);
  for (const handle of handlesOf(runner)) handle.unref();
  early.set(root, runner);
  return runner;
}

/** The process that was started early for this project, or a new one. */
export function takeRunner(root: string): RunnerProcess {
  const runner = early.get(root);
  if (runner === undefined || runner.child.exitCode !== null) return start(root);
  early.delete(root);
  for (const handle of handlesOf(runner)) handle.ref();
  return runner;
}

function start(root: string, packages: readonly string[] = []): RunnerProcess {
  const { runner, isLabSdk } = findRunner(root);
  const preload = join(import.meta.dirname, "program-preload.ts");
  const main = join(import.meta.dirname, "program-runner.ts");
  // The SDK handles rejected promises late, and Node would warn about each.
  const quiet = "--disable-warning=PromiseRejectionHandledWarning";
  const child = spawn(process.execPath, [quiet, "--import", preload, main, runner, ...packages], {
    env: {
      // Loading the SDK is most of a run without changes; compiled once, it loads in half the time.
      NODE_COMPILE_CACHE: join(import.meta.dirname, "..", "..", ".lab", "cache", "node"),
      ...process.env,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Ctrl-C in a terminal reaches the whole process group; the engine decides what it means for the program.
    detached: true,
  });
  return { child: child as RunnerProcess["child"], isLabSdk };
}

/** All handles that keep this process waiting for the other one. */
function handlesOf({ child }: RunnerProcess): { ref(): void; unref(): void }[] {
  const pipes = [child.stdout, child.stderr, child.channel] as unknown as { ref(): void; unref(): void }[];
  return [child, ...pipes];
}

/** Finds the project's own SDK, or this lab's own for a project that has none installed. */
function findRunner(root: string): { runner: string; isLabSdk: boolean } {
  const name = "@pulumi/pulumi/cmd/run";
  try {
    return { runner: createRequire(join(root, "package.json")).resolve(name), isLabSdk: false };
  } catch {
    return { runner: createRequire(import.meta.url).resolve(name), isLabSdk: true };
  }
}
