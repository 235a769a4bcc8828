import { EngineError } from "../../common/engine-error.ts";
import type { OperationOptions } from "../model/operation.ts";

type Environment = NodeJS.ProcessEnv;

/** Switches of the CLI that would change what is done or written, with their former names. */
const SWITCHES: readonly string[][] = [
  ["PULUMI_CONTINUE_ON_ERROR"],
  ["PULUMI_DIY_BACKEND_GZIP", "PULUMI_SELF_MANAGED_STATE_GZIP"],
  ["PULUMI_DIY_BACKEND_ZSTD", "PULUMI_SELF_MANAGED_STATE_ZSTD"],
  ["PULUMI_DIY_BACKEND_RETAIN_CHECKPOINTS", "PULUMI_RETAIN_CHECKPOINTS"],
  ["PULUMI_ENABLE_LEGACY_DIFF"],
  ["PULUMI_ENABLE_LEGACY_REFRESH_DIFF"],
  ["PULUMI_DISABLE_PROVIDER_PREVIEW"],
];

/** Options of the CLI that change only what is shown, or whether it asks. */
const SHOWN_ONLY =
  /^PULUMI_OPTION_(COLOR|EMOJI|NON_INTERACTIVE|YES|VERBOSE|LOG\w*|TRACING|OTEL\w*|PROFILING|MEMPROFILERATE|SHOW_\w+|SUPPRESS_\w+|MESSAGE|DIFF|JSON)$/;

/**
 * Refuses variables by which the CLI would behave differently, and which this engine does not support.
 * @throws EngineError with the variable's name
 */
export function refuseUnsupportedEnvironment(
  operation: OperationOptions["operation"],
  env: Environment = process.env,
): void {
  const runsProgram = operation === "refresh" || operation === "destroy" ? ["PULUMI_RUN_PROGRAM"] : [];
  const set = [...SWITCHES.flat(), ...runsProgram].find((name) => isTrue(env[name]));
  if (set !== undefined)
    throw new EngineError(
      `${set} is set, which the embedded engine does not know; nothing was written. Unset it, or use the Pulumi CLI.`,
    );
  const attached = ["PULUMI_DEBUG_PROVIDERS", "PULUMI_DEBUG_LANGUAGES"].find((name) => env[name]);
  if (attached !== undefined)
    throw new EngineError(
      `${attached} is set, but the embedded engine has no such process to attach to. Unset it, or use the Pulumi CLI.`,
    );
  const option = Object.keys(env).find(
    (name) => name.startsWith("PULUMI_OPTION_") && isOn(env[name]) && !SHOWN_ONLY.test(name),
  );
  if (option === undefined) return;
  const flag = option.slice("PULUMI_OPTION_".length).toLowerCase().replaceAll("_", "-");
  throw new EngineError(
    `${option} is set, which the embedded engine does not read; nothing was written. Unset it and give the option itself (--${flag}, where the lab has it), or use the Pulumi CLI.`,
  );
}

/** The number of steps that may run at once: PULUMI_PARALLEL, if it is set. */
export function parallelism(byDefault: number, env: Environment = process.env): number {
  const given = env.PULUMI_PARALLEL;
  if (given === undefined || given === "") return byDefault;
  if (!/^-?\d+$/.test(given))
    throw new EngineError(`PULUMI_PARALLEL: expected a whole number (1 for one at a time), saw "${given}".`);
  return Number(given) > 0 ? Number(given) : byDefault;
}

/** Whether the CLI would read a switch as on. */
export function isTrue(value = ""): boolean {
  return ["1", "true"].includes(value.toLowerCase());
}

function isOn(value = ""): boolean {
  return !["", "0", "false"].includes(value.toLowerCase());
}
