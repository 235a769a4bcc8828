import { EngineError } from "../common/engine-error.ts";
import { clearHalfWritten } from "../common/write-whole.ts";
import { converge } from "./converge.ts";
import { recoverPending } from "./deploy/recovery.ts";
import { refreshState } from "./deploy/refresh.ts";
import { destroyAll } from "./deploy/removal.ts";
import type { Session } from "./deploy/session.ts";
import { messageOf } from "./deploy/steps.ts";
import { changesOf } from "./display/diff.ts";
import { createDisplay } from "./display/display.ts";
import { dockerPackage } from "./docker/docker-package.ts";
import { watchInterrupts } from "./interruption.ts";
import type { Step } from "./model/observer.ts";
import { type OperationOptions, type OperationResult, resultOf } from "./model/operation.ts";
import type { PropertyMap } from "./model/resource-type.ts";
import { createBackend } from "./project/backend.ts";
import { openSession, openSnapshot, prepare, type Setup } from "./setup.ts";
import { appendHistory } from "./state/history.ts";
import { acquireLock } from "./state/lock.ts";
import type { Snapshot } from "./state/snapshot.ts";

export type { OperationOptions, OperationResult } from "./model/operation.ts";

/** Runs one operation on one stack, from Pulumi.yaml to the last line of the display. It does not throw for what a user can fix. */
export async function runOperation(options: OperationOptions): Promise<OperationResult> {
  const display = createDisplay(options);
  const interruption = watchInterrupts((text) => display.message("warning", text, ""));
  try {
    const setup = prepare(options, dockerPackage, display, interruption);
    if (options.operation === "output") return readOutputs(setup);
    if (options.operation === "preview") return await preview(setup);
    return await change(setup);
  } catch (error) {
    display.message("error", messageOf(error), "");
    const exitCode = error instanceof EngineError ? error.exitCode : 1;
    return resultOf({ exitCode, steps: display.steps, errors: [messageOf(error)], outputs: {} });
  } finally {
    interruption.dispose();
    display.close();
  }
}

function readOutputs(setup: Setup): OperationResult {
  const snapshot = openSnapshot(setup, true);
  if (!snapshot.exists)
    throw new EngineError(`There is no stack "${setup.options.stack}" yet: run up first.`);
  const result = resultOf({ exitCode: 0, steps: [], errors: [], outputs: stackOutputs(snapshot) });
  setup.display.outputs(result.outputs);
  return result;
}

/** Runs the program against a copy of the state that is never written. */
async function preview(setup: Setup): Promise<OperationResult> {
  setup.display.begin("preview");
  const session = openSession(setup, true);
  const errors = await converge(setup, session);
  return finish(setup, session, errors);
}

async function change(setup: Setup): Promise<OperationResult> {
  const { options, display, files } = setup;
  createBackend(files);
  const release = acquireLock(files.locks);
  try {
    clearHalfWritten(files.state);
    const settled = options.confirm === undefined ? undefined : await previewFirst(setup, options.confirm);
    if (settled !== undefined) return settled;
    const plan = options.json === true && !options.skipPreview ? await planSteps(setup) : undefined;
    display.begin(options.operation);
    const started = new Date();
    const session = openSession(setup, false);
    const errors = await act(setup, session);
    session.snapshot.save();
    const unsaved = session.snapshot.failure?.message;
    if (unsaved !== undefined && !errors.some((error) => error.includes(unsaved))) errors.push(unsaved);
    const result = finish(setup, session, errors, plan);
    noteInHistory(setup, started, result);
    return result;
  } finally {
    release();
  }
}

/** A history that cannot be written is only a warning, because the operation is over and its state is saved. */
function noteInHistory({ files, options, display }: Setup, started: Date, result: OperationResult): void {
  try {
    appendHistory(files.history, options, started, result);
  } catch (error) {
    display.message("warning", `The history lacks this operation: ${messageOf(error)}`, "");
  }
}

/**
 * The planned steps, for the document of `--json`: a failed update has done only some of them. Errors of this preview
 * are not reported, because the update finds them again.
 */
async function planSteps({ options, ...rest }: Setup): Promise<readonly Step[] | undefined> {
  if (options.operation !== "up") return undefined;
  const display = createDisplay({ ...options, quiet: true });
  const setup = { ...rest, options, display };
  await converge(setup, openSession(setup, true));
  return display.steps;
}

/**
 * Previews first if the user can be asked, and asks only if something would be deleted or replaced. If the preview finds
 * nothing to do, it is the whole operation, and this returns its result.
 */
async function previewFirst(
  { options, ...rest }: Setup,
  confirm: NonNullable<OperationOptions["confirm"]>,
): Promise<OperationResult | undefined> {
  const display = createDisplay({ ...options, quiet: true });
  const setup = { ...rest, options, display };
  const session = openSession(setup, true);
  if (options.operation === "refresh" || session.snapshot.pending.length > 0) return undefined;
  const isDestroy = options.operation === "destroy";
  const errors = isDestroy ? await destroyAll(session) : await converge(setup, session);
  if (errors.length > 0)
    throw new EngineError(`The preview failed, and nothing was changed: ${errors.join("; ")}`);
  if (!isDestroy && !session.snapshot.isDirty) {
    rest.display.begin(options.operation);
    return finish({ ...rest, options }, session, [], display.steps);
  }
  const { summary } = resultOf({ exitCode: 0, steps: display.steps, errors, outputs: {} });
  const destructive = (summary.delete ?? 0) + (summary.replace ?? 0) > 0;
  if (destructive && !(await confirm(summary))) throw new EngineError("Declined: nothing was changed.");
  return undefined;
}

async function act(setup: Setup, session: Session): Promise<string[]> {
  const { options } = setup;
  if (session.snapshot.pending.length > 0) await recoverPending(session);
  if (options.operation === "refresh") return refreshState(session, "itself");
  if (options.operation === "up") return converge(setup, session);
  const drifted = options.refresh ? await refreshState(session, "up") : [];
  return drifted.length > 0 ? drifted : destroyAll(session);
}

function finish(
  setup: Setup,
  session: Session,
  errors: string[],
  plan: readonly Step[] = setup.display.steps,
): OperationResult {
  const { display, options } = setup;
  const outputs = stackOutputs(session.snapshot);
  const changes = plan.some((step) => !["same", "refresh", "read"].includes(step.op));
  const unexpected = errors.length === 0 && options.expectNoChanges === true && changes;
  if (unexpected) errors.push(`no changes were expected for ${options.operation} but changes were proposed`);
  const exitCode = unexpected ? 7 : errors.length > 0 ? 1 : 0;
  const values = options.diff ? { changesOf } : {};
  const result = resultOf({ exitCode, steps: plan, errors, outputs, ...values });
  display.finish(result);
  return result;
}

function stackOutputs(snapshot: Snapshot): PropertyMap {
  return snapshot.resources.find((item) => item.type === "pulumi:pulumi:Stack")?.outputs ?? {};
}
