import { handlingSignalsItself } from "../../common/interrupts.mjs";
import { bold, confirm, dim, isInteractive } from "../terminal/terminal.ts";
import { decideEngine } from "./engine-choice.ts";
import type { OperationEnd, OperationRequest } from "./engine-operation.ts";
import { passphrase, probePulumi, wantedPlugin } from "./pulumi-cli.ts";

/** Takes one of the two engines, says which and why, and runs the operation with it. */
export async function operate(request: OperationRequest): Promise<OperationEnd> {
  const { engine, reason, installPlugin } = await chooseEngine(request.engine);
  if (!request.json && request.operation !== "output") {
    console.log(`${bold(`Stack ${request.stack}`)}, ${engine} engine ${dim(`(${reason})`)}`);
  }
  return handlingSignalsItself(async () => {
    if (engine === "embedded") return runEmbedded(request);
    const { runPulumi } = await import("./pulumi-run.ts");
    const missingPlugin = installPlugin ? wantedPlugin() : undefined;
    return runPulumi(request, { missingPlugin, ...questionOf(request) });
  });
}

export async function chooseEngine(requested: "embedded" | "pulumi" | undefined) {
  const wanted = wantedPlugin();
  const cli = requested === "embedded" ? {} : await probePulumi(wanted);
  return decideEngine(requested, cli, wanted);
}

async function runEmbedded(whole: OperationRequest): Promise<OperationEnd> {
  const { engine: _, yes: _yes, ...request } = whole;
  Object.assign(process.env, passphrase(request.projectDir));
  const { runOperation } = await import("../../engine/run.ts");
  const { exitCode, ...document } = await runOperation({ ...request, ...questionOf(whole) });
  return { exitCode, document };
}

/** Asks before something changes; undefined where there is no user to ask, or the user has already said yes. */
function questionOf(request: OperationRequest) {
  const { yes, json, skipPreview } = request;
  const asks = isInteractive() && !yes && !skipsQuestions() && !json && !skipPreview;
  if (!asks) return {};
  return { confirm: (summary: Record<string, number>) => askBefore(request, summary) };
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
