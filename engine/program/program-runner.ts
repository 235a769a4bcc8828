import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import type { ResourcePackage } from "../model/resource-package.ts";
import { refuseUnknownNames } from "./program-names.ts";

// The program's process. It is started before it is known what to run, and meanwhile loads the SDK, which takes most of
// the time until a program runs.

/** The program to run, in the form that the SDK's runner expects. */
export interface ProgramCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** Modules of the engine that change how the program is loaded. */
  readonly preloads: readonly string[];
  /** The folder of Pulumi.yaml. */
  readonly root: string;
  readonly entryPoint: string;
  readonly resourcePackage: Pick<ResourcePackage, "name" | "hintsFile">;
  /** Whether an error is reported with its full stack, as the SDK has it. */
  readonly fullStacks: boolean;
}

const [, , runner = "", ...packages] = process.argv;
const require = createRequire(runner);
for (const part of ["../..", "../../runtime/stack", "../../tsutils", "./tracing"]) require(part);
for (const name of packages) loadPackage(name);
// The SDK reads the settings of a run when this is first made, and they are not known yet.
delete (globalThis as { globalStore?: unknown }).globalStore;

// The engine has ended. Without it the SDK would report repeatedly that it cannot report an error.
process.once("disconnect", () => process.exit());

process.once("message", async (call: ProgramCall) => {
  const { args, env, workingDirectory, preloads } = call;
  process.channel?.unref(); // a program that has finished need not wait for the engine
  Object.assign(process.env, env);
  process.chdir(workingDirectory);
  process.argv = [process.execPath, runner, ...args];
  for (const preload of preloads) await import(preload);
  // Node names modules by their real paths; on macOS the path of the temporary folder is not one.
  const root = realpathSync(call.root);
  refuseUnknownNames(root, call.resourcePackage);
  if (!call.fullStacks) {
    dropDebugMessages();
    reportErrorsBriefly({ ...call, root });
  }
  require(runner);
});

/** Loads a package that the program will most likely use, while there is nothing else to do. */
function loadPackage(name: string): void {
  try {
    require(name);
  } catch {
    // The program says so, if it needs it.
  }
}

/**
 * The SDK sends some hundred of them, each only when the one before is answered, and the program ends after the last.
 * They are shown only with everything else that the SDK has to say.
 */
function dropDebugMessages(): void {
  require("../../log").debug = async () => {};
}

/** The SDK's own listeners run after these, and print the message without a stack because of the mark. */
function reportErrorsBriefly(call: ProgramCall): void {
  const explain = (error: unknown) => {
    const { explainError } = createRequire(import.meta.url)("./program-errors.ts");
    const text = isOfTheSdk(error) ? undefined : explainError(error, call);
    if (text !== undefined) Object.assign(error as Error, { message: text, __pulumiRunError: true });
  };
  process.on("uncaughtException", explain);
  process.on("unhandledRejection", explain);
}

/** Whether it is an error that the SDK already reports by its message alone. */
function isOfTheSdk(error: unknown): boolean {
  // The second is spelt so in the SDK.
  return ["__pulumiRunError", "__pulumResourceError"].some((mark) => Object(error)[mark] === true);
}
