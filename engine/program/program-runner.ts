import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import type { ResourcePackage } from "../model/resource-package.ts";
import { refuseUnknownNames } from "./program-names.ts";

// The program's process. It is started before it is known what to run, and until it is told loads what the SDK is made
// of and does not ask the environment: a third of the time until a program is under way.

/** What is to be run, as the runner of the SDK takes it. */
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
  /** Whether an error is told with its whole stack, as the SDK has it. */
  readonly wholeStacks: boolean;
}

const [, , runner = ""] = process.argv;
const require = createRequire(runner);
for (const part of ["@grpc/grpc-js", "../../proto/engine_grpc_pb.js", "../../proto/resource_grpc_pb.js"])
  require(part);

// The engine is gone. Without it the SDK would report that it cannot report an error, over and over.
process.once("disconnect", () => process.exit());

process.once("message", async (call: ProgramCall) => {
  const { args, env, workingDirectory, preloads } = call;
  process.channel?.unref(); // a program that has come to its end need not wait for the engine
  Object.assign(process.env, env);
  process.chdir(workingDirectory);
  process.argv = [process.execPath, runner, ...args];
  for (const preload of preloads) await import(preload);
  // Node names modules by their real paths, which on macOS the folder of temporary files has not.
  const root = realpathSync(call.root);
  refuseUnknownNames(root, call.resourcePackage);
  if (!call.wholeStacks) tellErrorsBriefly({ ...call, root });
  require(runner);
});

/** The SDK's own listeners come after these, and print what it takes for a message without a stack. */
function tellErrorsBriefly(call: ProgramCall): void {
  const explain = (error: unknown) => {
    const { explainError } = createRequire(import.meta.url)("./program-errors.ts");
    const text = isOfTheSdk(error) ? undefined : explainError(error, call);
    if (text !== undefined) Object.assign(error as Error, { message: text, __pulumiRunError: true });
  };
  process.on("uncaughtException", explain);
  process.on("unhandledRejection", explain);
}

/** Errors that the SDK tells by their message already. */
function isOfTheSdk(error: unknown): boolean {
  // The second is spelt so in the SDK.
  return ["__pulumiRunError", "__pulumResourceError"].some((mark) => Object(error)[mark] === true);
}
