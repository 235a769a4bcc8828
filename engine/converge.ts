import { Deployment } from "./deploy/deployment.ts";
import { refreshState } from "./deploy/refresh.ts";
import { removeUnregistered } from "./deploy/removal.ts";
import { PARALLEL, type Session } from "./deploy/session.ts";
import { EXIT_ALREADY_REPORTED, startProgram } from "./program/language-host.ts";
import { openMonitorSocket } from "./program/monitor-socket.ts";
import { parallelism } from "./project/environment.ts";
import type { Setup } from "./setup.ts";

/** Brings the stack to what the program wants: runs the program, then removes what it no longer names. */
export async function converge(setup: Setup, session: Session): Promise<string[]> {
  if (setup.options.refresh) {
    const errors = await refreshState(session, "up");
    if (errors.length > 0) return errors;
  }
  const deployment = new Deployment(session);
  const exitCode = await runProgram(setup, session, deployment);
  const errors = await conclude(session, deployment, exitCode);
  deployment.settleStackOutputs(errors.length > 0);
  return errors;
}

async function conclude(session: Session, deployment: Deployment, exitCode: number): Promise<string[]> {
  const { errors } = deployment;
  if (session.stopping.aborted) return [...errors, "stopped: what had begun was finished and saved"];
  // A preview that fails only because something is protected still shows the whole plan.
  if (errors.length > 0 && (!session.dryRun || deployment.isCutShort)) return errors;
  if (exitCode !== 0 && deployment.reported.length > 0) return [...deployment.reported];
  if (exitCode === EXIT_ALREADY_REPORTED) return ["the program failed"];
  if (exitCode !== 0) return [`the program ended with exit status ${exitCode} before it was done`];
  const unknown = deployment.unknownTargets();
  for (const error of unknown) session.observer.message("error", error, "");
  return [...errors, ...unknown, ...(await removeUnregistered(session))];
}

async function runProgram(setup: Setup, session: Session, deployment: Deployment): Promise<number> {
  const { project, options, config, resourcePackage, display, interruption } = setup;
  const socket = await openMonitorSocket();
  const program = startProgram({
    project,
    stack: options.stack,
    config,
    dryRun: session.dryRun,
    parallel: parallelism(PARALLEL),
    address: socket.address,
    resourcePackage,
    verbose: options.verbose === true,
    onOutput: (line) => display.output(line),
    onRefusal: (reason) => deployment.log("error", reason, ""),
  });
  const stop = () => program.stop();
  interruption.stopping.addEventListener("abort", stop);
  try {
    const { startMonitor } = await import("./program/monitor.ts");
    const monitor = startMonitor(socket, deployment);
    if (session.snapshot.resources.length === 0) resourcePackage.loadEarly();
    const exitCode = await program.exit;
    await deployment.idle();
    monitor.close();
    return exitCode;
  } finally {
    interruption.stopping.removeEventListener("abort", stop);
    socket.close();
  }
}
