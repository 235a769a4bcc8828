import { LabError } from "../../common/lab-error.mjs";

/** Runs a program quietly; only its failure is shown, by its last lines. */
export async function runLogged(
  program: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string },
) {
  const { $ } = await import("zx");
  const output = await $({
    ...options,
    quiet: true,
    nothrow: true,
    stdio: ["ignore", "pipe", "pipe"],
  })`${program} ${args}`;
  if (output.ok) return output.stdout;
  const command = [program, ...args].join(" ");
  const lastLines = output
    .text()
    .trimEnd()
    .split("\n")
    .concat(output.stderr.trimEnd().split("\n"))
    .slice(-12);
  throw new LabError(
    `\`${command}\` failed with status ${output.exitCode}:\n${lastLines.join("\n")}`,
    "Mend what it reports (see the lines above), then try again.",
  );
}
