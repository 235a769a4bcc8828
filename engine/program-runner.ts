import { createRequire } from "node:module";

// The program's process. It is started before it is known what to run, and until it is told loads what the SDK is made
// of and does not ask the environment: a third of the time until a program is under way.

/** What is to be run, as the runner of the SDK takes it. */
export interface ProgramCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** Modules of the engine that change how the program is loaded. */
  readonly preloads: readonly string[];
}

const [, , runner = ""] = process.argv;
const require = createRequire(runner);
for (const part of ["@grpc/grpc-js", "../../proto/engine_grpc_pb.js", "../../proto/resource_grpc_pb.js"])
  require(part);

// The engine is gone. Without it the SDK would report that it cannot report an error, over and over.
process.once("disconnect", () => process.exit());

process.once("message", async ({ args, env, workingDirectory, preloads }: ProgramCall) => {
  process.channel?.unref(); // a program that has come to its end need not wait for the engine
  Object.assign(process.env, env);
  process.chdir(workingDirectory);
  process.argv = [process.execPath, runner, ...args];
  for (const preload of preloads) await import(preload);
  require(runner);
});
