import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Deployment } from "./deployment.ts";
import { EXIT_ALREADY_REPORTED, startProgram } from "./language-host.ts";
import { refreshState } from "./refresh.ts";
import { removeLeftovers } from "./removal.ts";
import { PARALLEL, type Session } from "./session.ts";
import type { Setting } from "./setting.ts";

/** Brings the stack to where the program wants it: the program runs, then what it no longer names is removed. */
export async function converge(setting: Setting, session: Session): Promise<string[]> {
  if (setting.options.refresh) {
    const errors = await refreshState(session, "up");
    if (errors.length > 0) return errors;
  }
  const deployment = new Deployment(session);
  const exitCode = await runProgram(setting, session, deployment);
  if (session.stopping.aborted)
    return [...deployment.errors, "stopped: what had begun was finished and saved"];
  if (deployment.errors.length > 0) return deployment.errors;
  if (exitCode === EXIT_ALREADY_REPORTED) return ["the program failed"];
  if (exitCode !== 0) return [`the program ended with exit status ${exitCode} before it was done`];
  return removeLeftovers(session);
}

async function runProgram(setting: Setting, session: Session, deployment: Deployment): Promise<number> {
  const { project, options, config, display, interruption } = setting;
  const folder = mkdtempSync(join(tmpdir(), "pulumi-"));
  const address = `unix:${join(folder, "monitor.sock")}`;
  const program = startProgram({
    project,
    stack: options.stack,
    config,
    dryRun: session.dryRun,
    parallel: PARALLEL,
    address,
    onOutput: (line) => display.output(line),
  });
  const stop = () => program.stop();
  interruption.stopping.addEventListener("abort", stop);
  try {
    // Loaded while the program loads its SDK: neither waits for the other.
    const { startMonitor } = await import("./monitor.ts");
    const monitor = await startMonitor(address, deployment);
    const exitCode = await program.exit;
    await deployment.idle();
    monitor.close();
    return exitCode;
  } finally {
    interruption.stopping.removeEventListener("abort", stop);
    rmSync(folder, { recursive: true, force: true });
  }
}
