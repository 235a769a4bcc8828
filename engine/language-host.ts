import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Project } from "./project.ts";
import type { StackConfig } from "./stack-config.ts";

/** What one run of a program needs to know. */
export interface ProgramRun {
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
  readonly dryRun: boolean;
  readonly parallel: number;
  /** Where the monitor will listen; the program connects when it has loaded the SDK. */
  readonly address: string;
  readonly onOutput: (line: string) => void;
}

/** A program under way. */
export interface RunningProgram {
  /** 0 when it came to its end; 32 when it failed and has said why. */
  readonly exit: Promise<number>;
  stop(): void;
}

/** The SDK's exit status for "failed, and the user has been told". */
export const EXIT_ALREADY_REPORTED = 32;

/** Starts the program by the runner that the project's own SDK carries. */
export function startProgram(run: ProgramRun): RunningProgram {
  const { runner, isOurs } = findRunner(run.project.root);
  const preloads = [
    "program-preload.ts",
    ...(run.project.compiled ? ["program-typescript.ts"] : []),
    ...(isOurs ? ["program-packages.ts"] : []),
  ].flatMap((file) => ["--import", new URL(file, import.meta.url).href]);
  const child = spawn(process.execPath, [...preloads, runner, ...argumentsOf(run)], {
    cwd: run.project.workingDirectory,
    env: environmentOf(run),
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C in a terminal reaches the whole process group; the engine decides what it means for the program.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", run.onOutput);
  return { exit: exitOf(child), stop: () => child.kill("SIGTERM") };
}

/** The project's own SDK first; this lab's own for a project that has none installed. */
function findRunner(root: string): { runner: string; isOurs: boolean } {
  const name = "@pulumi/pulumi/cmd/run";
  try {
    return { runner: createRequire(join(root, "package.json")).resolve(name), isOurs: false };
  } catch {
    return { runner: createRequire(import.meta.url).resolve(name), isOurs: true };
  }
}

function argumentsOf({ project, stack, dryRun, parallel, address }: ProgramRun): string[] {
  return [
    `--monitor=${address}`,
    `--engine=${address}`,
    "--organization=organization",
    `--project=${project.name}`,
    `--stack=${stack}`,
    `--parallel=${parallel}`,
    `--pwd=${project.workingDirectory}`,
    ...(dryRun ? ["--dry-run"] : []),
    project.entryPoint,
  ];
}

function environmentOf({ project, stack, config, dryRun, parallel }: ProgramRun): NodeJS.ProcessEnv {
  return {
    // Loading the SDK is most of a run without changes; compiled once, it loads in half the time.
    NODE_COMPILE_CACHE: join(import.meta.dirname, "..", ".lab", "cache", "node"),
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(config.values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
    PULUMI_NODEJS_ORGANIZATION: "organization",
    PULUMI_NODEJS_PROJECT: project.name,
    PULUMI_NODEJS_STACK: stack,
    PULUMI_NODEJS_DRY_RUN: String(dryRun),
    PULUMI_NODEJS_PARALLEL: String(parallel),
    // Node strips types by itself; the SDK need not compile.
    PULUMI_NODEJS_TYPESCRIPT: "false",
  };
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
