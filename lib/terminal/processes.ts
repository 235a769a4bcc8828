import { spawn } from "node:child_process";
import { runChild } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";

/**
 * Runs a program quietly; only its failure is shown, by its last lines. An interruption ends it too, or waits for
 * it. `mustEnd`: half done it does harm.
 */
export async function runLogged(
  program: string,
  args: string[],
  { mustEnd = false, ...options }: { env?: NodeJS.ProcessEnv; cwd?: string; mustEnd?: boolean },
) {
  const output = { stdout: "", stderr: "" };
  const start = ({ detached }: { detached: boolean }) => {
    const child = spawn(program, args, { ...options, detached, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (text) => (output.stdout += text));
    child.stderr.on("data", (text) => (output.stderr += text));
    return child;
  };
  const status = await runChild({ command: program, args, mustEnd }, start, (child) => {
    return new Promise((resolve) => {
      child.on("error", (error) => {
        output.stderr += error.message;
        resolve(127);
      });
      child.on("close", resolve);
    });
  });
  if (status === 0) return output.stdout;
  const command = [program, ...args].join(" ");
  const lastLines = `${output.stdout.trimEnd()}\n${output.stderr.trimEnd()}`.trim().split("\n").slice(-12);
  throw new LabError(
    `\`${command}\` failed with status ${status}:\n${lastLines.join("\n")}`,
    "Fix what it reports (see the lines above), then try again.",
  );
}
