import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineError } from "../../common/engine-error.ts";
import { interruptedStatus } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { stateFile } from "../../engine/stack-files.ts";
import { countResources } from "../project/state.ts";
import type { OperationDocument, OperationEnd, OperationRequest } from "./engine-operation.ts";
import { pulumiArguments, pulumiEnvironment } from "./pulumi-cli.ts";
import { documentFromEvents, type EngineEvent } from "./pulumi-events.ts";

/**
 * Runs the operation with the Pulumi CLI. The question is the lab's own, after a preview by the CLI: the CLI would
 * take what was typed while it worked for the answer. Nobody is asked where there is nothing yet that could be
 * deleted. `missingPlugin`: version of the provider that is to be fetched first; `confirm`: asks the user.
 */
export async function runPulumi(
  request: OperationRequest,
  {
    missingPlugin,
    confirm,
  }: {
    missingPlugin?: string | undefined;
    confirm?: (summary: Record<string, number>) => Promise<boolean>;
  } = {},
): Promise<OperationEnd> {
  const call = createCaller(request);
  if (missingPlugin) await installPlugin(call, missingPlugin, request.json);
  const state = stateFile(request.projectDir, request.stack);
  if (!existsSync(state)) {
    // Which stack the CLI works on by itself is its user's choice.
    await mustSucceed(call(["stack", "init", request.stack, "--no-select", "--non-interactive"], "quiet"));
  }
  if (request.operation === "output")
    return { exitCode: 0, document: await readOutputs(call, request.stack) };
  if (request.json) return runForDocument(request, call);
  if (!confirm || countResources(state) === 0 || request.operation === "preview") {
    return { exitCode: (await call(pulumiArguments(request), "shown")).status };
  }
  const preview = await withEventLog((eventLog) =>
    call(pulumiArguments(request, { eventLog, onlyPreview: true }), "shown"),
  );
  if (preview.status !== 0 || interruptedStatus() !== undefined) return { exitCode: preview.status || 1 };
  const { summary } = documentFromEvents(preview.events, preview.status);
  const changes = Object.entries(summary).some(([op, count]) => op !== "same" && count > 0);
  if (changes && !(await confirm(summary))) throw new EngineError("Declined: nothing was changed.");
  return { exitCode: (await call(pulumiArguments({ ...request, skipPreview: true }), "shown")).status };
}

type Caller = (
  args: string[],
  output: "shown" | "quiet",
) => Promise<{ status: number; stdout: string; stderr: string }>;

function createCaller({ projectDir }: OperationRequest): Caller {
  const env = withNamesChecked(pulumiEnvironment(projectDir), projectDir);
  return (args, output) => {
    const child = spawn("pulumi", args, {
      cwd: projectDir,
      env,
      stdio: output === "shown" ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    child.stdout?.on("data", (chunk) => (text.stdout += chunk));
    child.stderr?.on("data", (chunk) => (text.stderr += chunk));
    // The CLI gets Ctrl-C from the terminal itself, once, and finishes what runs: this process waits for it.
    const passOn = (signal: NodeJS.Signals) => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    process.on("SIGINT", passOn);
    process.on("SIGTERM", passOn);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status) => {
        process.off("SIGINT", passOn);
        process.off("SIGTERM", passOn);
        resolve({ status: status ?? 1, ...text });
      });
    });
  };
}

/**
 * The CLI drops a property that is misspelt without a word, unless the program is compiled with its types. Node
 * loads the embedded engine's check into the program's process, and into no other.
 */
function withNamesChecked(env: NodeJS.ProcessEnv, projectDir: string): NodeJS.ProcessEnv {
  const { href } = new URL("../../engine/cli-program.ts", import.meta.url);
  return {
    ...env,
    PULUMI_DEBUG_COMMANDS: "true", // without it the CLI has no --event-log
    KAFKA_LAB_PROGRAM_ROOT: projectDir,
    NODE_OPTIONS: `${env.NODE_OPTIONS ?? ""} --import ${href}`.trim(),
  };
}

async function installPlugin(call: Caller, version: string, json: boolean | undefined) {
  const args = ["plugin", "install", "resource", "docker", version];
  if (!json) console.log(`Fetching the Docker provider: pulumi ${args.join(" ")}`);
  const { status, stderr } = await call(args, "quiet");
  if (status === 0) return;
  throw new LabError(
    `the Pulumi CLI cannot fetch its Docker provider: ${stderr.trim().split("\n").at(-1)}`,
    "Let the lab's own engine do it, on the same program and state: --engine embedded",
  );
}

/** The CLI's own log of events says, for every operation, what the lab's document holds. */
async function runForDocument(request: OperationRequest, call: Caller): Promise<OperationEnd> {
  const { status, stderr, events } = await withEventLog((eventLog) =>
    call(pulumiArguments(request, { eventLog }), "quiet"),
  );
  const document = documentFromEvents(events, status, { diff: request.diff === true });
  if (status !== 0 && document.errors.length === 0) document.errors.push(stderr.trim());
  if (request.operation !== "preview")
    Object.assign(document, { outputs: (await readOutputs(call, request.stack)).outputs });
  return { exitCode: status, document };
}

async function withEventLog(
  run: (eventLog: string) => ReturnType<Caller>,
): Promise<Awaited<ReturnType<Caller>> & { events: EngineEvent[] }> {
  const folder = mkdtempSync(join(tmpdir(), "lab-events-"));
  const eventLog = join(folder, "events.jsonl");
  try {
    const end = await run(eventLog);
    const lines = existsSync(eventLog) ? readFileSync(eventLog, "utf8").trim().split("\n") : [];
    return { ...end, events: lines.filter(Boolean).map((line) => JSON.parse(line)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readOutputs(call: Caller, stack: string): Promise<OperationDocument> {
  const { stdout } = await mustSucceed(call(["stack", "output", "--json", "--stack", stack], "quiet"));
  return { result: "succeeded", steps: [], summary: {}, outputs: JSON.parse(stdout), errors: [] };
}

async function mustSucceed(running: ReturnType<Caller>) {
  const { status, stdout, stderr } = await running;
  if (status !== 0)
    throw new LabError(`the Pulumi CLI failed: ${stderr.trim()}`, "Fix it, or use --engine embedded.");
  return { stdout };
}
