import { waitFor } from "../../common/wait-for.ts";
import type { PendingOperation, Resource } from "../model/checkpoint.ts";
import type { StepReporter } from "../model/observer.ts";
import { markSecrets, reveal } from "../model/property-values.ts";
import type { PropertyMap } from "../model/resource-type.ts";
import { secretOutputsOf } from "./refresh.ts";
import { contextFor, type Session, stateOf, typeFor } from "./session.ts";
import { messageOf } from "./steps.ts";

/** A request of an engine that was killed a moment ago may still be on its way, and Docker goes on with it. */
const underWayMs = 60_000;
const settleMs = 1_000;

/**
 * Looks into what an earlier run had under way when it was cut off, so that state and reality agree again: removes what
 * a create left behind, and notes what a delete or an update achieved.
 */
export async function recoverPending(session: Session): Promise<void> {
  const settledAtMs = performance.now() + settleMs;
  for (const operation of [...session.snapshot.pending]) {
    const { urn } = operation.resource;
    const reporter = session.observer.began(urn, "recovering");
    try {
      await recover(session, operation, reporter, settledAtMs);
      session.snapshot.resolvePending(operation);
      reporter.done();
    } catch (error) {
      reporter.failed(messageOf(error));
      throw error;
    } finally {
      session.snapshot.save();
    }
  }
}

async function recover(
  session: Session,
  { type, resource }: PendingOperation,
  reporter: StepReporter,
  settledAtMs: number,
): Promise<void> {
  if (type === "creating") return clearHalfMade(session, resource, reporter, settledAtMs);
  if (type === "deleting" || type === "updating") return reread(session, resource, reporter);
}

/** Nothing had the name before the create was noted: a resource that has it now, and matches the inputs, is its work. */
async function clearHalfMade(
  session: Session,
  goal: Resource,
  reporter: StepReporter,
  settledAtMs: number,
): Promise<void> {
  const type = typeFor(session, goal.type);
  const inputs = reveal(goal.inputs ?? {}) as PropertyMap;
  const context = contextFor(session, goal, reporter);
  const notedAt = new Date(goal.modified ?? 0);
  const isRecent = Date.now() - notedAt.getTime() < underWayMs;
  const left = await waitFor(async () => type.halfMade?.(inputs, notedAt, context), {
    budgetMs: isRecent ? settledAtMs - performance.now() : 0,
    everyMs: 100,
  });
  const known = session.snapshot.resources.some((item) => item.id !== undefined && item.id === left?.id);
  if (left === undefined || known) return;
  await type.delete({ ...left, inputs: { ...left.inputs, ...inputs } }, context);
}

async function reread(session: Session, pending: Resource, reporter: StepReporter): Promise<void> {
  const resource = session.snapshot.resources.find(
    (item) => item.urn === pending.urn && item.id === pending.id,
  );
  if (resource === undefined) return;
  const context = contextFor(session, resource, reporter);
  const found = await typeFor(session, resource.type).read(resource.id ?? "", stateOf(resource), context);
  if (found === undefined) session.snapshot.remove(resource);
  else
    session.snapshot.exchange(resource, {
      ...resource,
      outputs: markSecrets(found.outputs, resource.inputs ?? {}, secretOutputsOf(resource)),
    });
}
