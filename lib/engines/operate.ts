import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { LabError } from "../../common/lab-error.mjs";
import type { OperationResult } from "../../engine/run.ts";
import { handlingSignalsItself } from "../terminal/interrupts.ts";
import { bold, confirm, dim, isInteractive } from "../terminal/terminal.ts";
import { decideEngine } from "./engine-choice.ts";
import { passphrase, probePulumi } from "./pulumi-cli.ts";

/** What a user asks an engine to do; the names are those of the command's options. */
export interface OperationRequest {
  operation: "up" | "preview" | "refresh" | "destroy" | "output";
  projectDir: string;
  stack: string;
  engine?: "embedded" | "pulumi";
  yes?: boolean;
  json?: boolean;
  refresh?: boolean;
  targets?: string[];
  targetDependents?: boolean;
  skipPreview?: boolean;
  expectNoChanges?: boolean;
  diff?: boolean;
  verbose?: boolean;
}

export type OperationDocument = Omit<OperationResult, "exitCode">;

export type OperationEnd = { exitCode: number; document?: OperationDocument };

/** Takes one of the two engines, says which and why, and runs the operation with it. */
export async function operate(request: OperationRequest): Promise<OperationEnd> {
  const { engine, reason, installPlugin } = await chooseEngine(request.engine);
  if (!request.json && request.operation !== "output") {
    console.log(`${bold(`Stack ${request.stack}`)}, ${engine} engine ${dim(`(${reason})`)}`);
  }
  return handlingSignalsItself(async () => {
    if (engine === "embedded") return runEmbedded(request);
    const { runPulumi } = await import("./pulumi-run.ts");
    return runPulumi(request, installPlugin ? wantedPlugin() : undefined);
  });
}

export async function chooseEngine(requested: "embedded" | "pulumi" | undefined) {
  const wanted = wantedPlugin();
  const cli = requested === "embedded" ? {} : await probePulumi(wanted);
  return decideEngine(requested, cli, wanted);
}

async function runEmbedded({ engine: _, yes, ...request }: OperationRequest): Promise<OperationEnd> {
  Object.assign(process.env, passphrase(request.projectDir));
  const asks = isInteractive() && !yes && !skipsQuestions() && !request.json && !request.skipPreview;
  const { runOperation } = await import("../../engine/run.ts");
  const { exitCode, ...document } = await runOperation({
    ...request,
    ...(asks ? { confirm: (summary: Record<string, number>) => askBefore(request, summary) } : {}),
  });
  return { exitCode, document };
}

/** As the CLI lets its user say once for all. */
function skipsQuestions() {
  return ["1", "true"].includes(process.env.PULUMI_SKIP_CONFIRMATIONS?.toLowerCase() ?? "");
}

function askBefore({ stack }: { stack: string }, summary: Record<string, number>) {
  const counts = Object.entries(summary)
    .filter(([op]) => op !== "same")
    .map(([op, count]) => `${op} ${count}`);
  return confirm(`Stack ${stack}: ${counts.join(", ")}. Go on?`);
}

/** The provider has the version of its SDK in node_modules: that is the one the program asks for. */
function wantedPlugin() {
  try {
    const file = createRequire(import.meta.url).resolve("@pulumi/docker/package.json");
    return JSON.parse(readFileSync(file, "utf8")).version.replace(/^v/, "") as string;
  } catch (cause) {
    throw new LabError("@pulumi/docker is not installed.", "Install the dependencies: npm ci", { cause });
  }
}
