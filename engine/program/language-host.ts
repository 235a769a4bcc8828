import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { ResourcePackage } from "../model/resource-package.ts";
import type { Project } from "../project/project.ts";
import type { StackConfig } from "../project/stack-config.ts";
import { REFUSAL_MARK } from "./program-names.ts";
import type { ProgramCall } from "./program-runner.ts";
import { takeRunner } from "./runner-process.ts";

/** The inputs of one run of a program. */
export interface ProgramRun {
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
  readonly dryRun: boolean;
  readonly parallel: number;
  readonly resourcePackage: Pick<ResourcePackage, "name" | "hintsFile">;
  /** The address at which the monitor listens; the program connects when it has loaded the SDK. */
  readonly address: string;
  /** Whether errors are reported with everything that the SDK says about them. */
  readonly verbose: boolean;
  readonly onOutput: (line: string) => void;
  /** The program was stopped before it changed anything, for this reason. */
  readonly onRefusal: (reason: string) => void;
}

/** A program that is running. */
export interface RunningProgram {
  /** 0 when it finished; 32 when it failed and has said why. */
  readonly exit: Promise<number>;
  stop(): void;
}

/** The SDK's exit status for "failed, and the error has been reported". */
export const EXIT_ALREADY_REPORTED = 32;

/** Runs the program with the runner of the project's own SDK. */
export function startProgram(run: ProgramRun): RunningProgram {
  const { child, isLabSdk } = takeRunner(run.project.root);
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => deliver(line, run));
  const call: ProgramCall = {
    args: argumentsOf(run),
    env: environmentOf(run),
    workingDirectory: run.project.workingDirectory,
    root: run.project.root,
    entryPoint: run.project.entryPoint,
    fullStacks: run.verbose,
    resourcePackage: { name: run.resourcePackage.name, hintsFile: run.resourcePackage.hintsFile },
    preloads: [
      ...(run.project.compiled ? ["./program-typescript.ts"] : []),
      ...(isLabSdk ? ["./program-packages.ts"] : []),
    ],
  };
  const exit = exitOf(child);
  child.send(call, () => {}); // if the process has ended already, `exit` reports it
  return { exit, stop: () => child.kill("SIGTERM") };
}

function deliver(line: string, { onOutput, onRefusal }: ProgramRun): void {
  if (line.startsWith(REFUSAL_MARK)) onRefusal(JSON.parse(line.slice(REFUSAL_MARK.length)));
  else onOutput(line);
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

function environmentOf({ project, stack, config, dryRun, parallel }: ProgramRun): ProgramCall["env"] {
  return {
    PULUMI_CONFIG: JSON.stringify(config.values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
    PULUMI_NODEJS_ORGANIZATION: "organization",
    PULUMI_NODEJS_PROJECT: project.name,
    PULUMI_NODEJS_STACK: stack,
    PULUMI_NODEJS_DRY_RUN: String(dryRun),
    PULUMI_NODEJS_PARALLEL: String(parallel),
    // Node strips types by itself; the SDK does not need to compile.
    PULUMI_NODEJS_TYPESCRIPT: "false",
  };
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
