import type { Resource } from "../model/checkpoint.ts";
import { hasSecret, isSecret, markSecrets, reveal, secret } from "../model/property-values.ts";
import { PartialFailure, type PropertyMap, type ResourceState } from "../model/resource-type.ts";
import { isProviderType } from "../model/urn.ts";
import { contextFor, type Session, stateOf, typeFor } from "./session.ts";

/** A step that failed and has been reported; nothing that depends on it may continue. */
export class StepFailure extends Error {
  override name = "StepFailure";
}

/** A step that was not taken, because the run was stopped before its turn came. */
export class NotStarted extends StepFailure {
  override name = "NotStarted";
}

/** Makes the resource and settles it in the state; settles what a failed attempt left as well, with its reasons. */
export async function createStep(
  session: Session,
  goal: Resource,
  old: Resource | undefined,
  verb = "creating",
): Promise<Resource> {
  const type = typeFor(session, goal.type);
  const inputs = reveal(goal.inputs ?? {}) as PropertyMap;
  return perform(session, goal, old, verb, async (reporter) => {
    const context = contextFor(session, goal, reporter, goal.customTimeouts?.create);
    const claimed = type.claimedName?.(inputs);
    const taken = claimed !== undefined && (await type.read(claimed, {}, context)) !== undefined;
    // A name that is already taken is not noted as ours: the next run must not remove its holder.
    const work = () => type.create(inputs, context);
    const resource = { ...goal, modified: new Date().toISOString() };
    return taken ? work() : session.snapshot.during({ type: "creating", resource }, work);
  });
}

/** Changes the resource in place. */
export async function updateStep(session: Session, goal: Resource, old: Resource): Promise<Resource> {
  const type = typeFor(session, goal.type);
  const inputs = reveal(goal.inputs ?? {}) as PropertyMap;
  return perform(session, goal, old, "updating", (reporter) =>
    session.snapshot.during({ type: "updating", resource: old }, () =>
      type.update(stateOf(old), inputs, contextFor(session, goal, reporter, goal.customTimeouts?.update)),
    ),
  );
}

/**
 * Deletes the resource in Docker and removes it from the state, or leaves it there as `pendingReplacement` when a
 * successor of the same name follows. Returns false, after reporting, when it could not be deleted.
 */
export async function deleteStep(
  session: Session,
  resource: Resource,
  successorFollows = false,
): Promise<boolean> {
  if (session.stopping.aborted) return false;
  const settle = () => {
    if (successorFollows) session.snapshot.exchange(resource, { ...resource, pendingReplacement: true });
    else session.snapshot.remove(resource);
  };
  const nothingInDocker =
    !resource.custom || isProviderType(resource.type) || resource.external || resource.pendingReplacement;
  if (session.dryRun || nothingInDocker || resource.retainOnDelete) {
    settle();
    return saveOrReport(session, resource);
  }
  const reporter = session.observer.began(resource.urn, "deleting");
  try {
    await session.limit(() =>
      session.snapshot.during({ type: "deleting", resource }, async () => {
        await typeFor(session, resource.type).delete(
          stateOf(resource),
          contextFor(session, resource, reporter, resource.customTimeouts?.delete),
        );
        settle();
      }),
    );
    await session.snapshot.saved();
    reporter.done();
    return true;
  } catch (error) {
    reporter.failed(messageOf(error));
    // If this cannot be saved either, the save at the end of the run says so.
    await session.snapshot.saved().catch(() => {});
    return false;
  }
}

/** A removal that cannot be saved counts as failed: what it depended on stays. */
function saveOrReport({ snapshot, observer }: Session, { urn }: Resource): boolean {
  try {
    snapshot.save();
    return true;
  } catch (error) {
    observer.message("error", messageOf(error), urn);
    return false;
  }
}

async function perform(
  session: Session,
  goal: Resource,
  old: Resource | undefined,
  verb: string,
  work: (reporter: ReturnType<Session["observer"]["began"]>) => Promise<ResourceState>,
): Promise<Resource> {
  return session.limit(async () => {
    if (session.stopping.aborted) throw new NotStarted("stopped before it began");
    const reporter = session.observer.began(goal.urn, verb);
    try {
      const resource = settled(goal, await work(reporter));
      session.snapshot.settle(resource, old);
      reporter.done();
      return resource;
    } catch (error) {
      if (error instanceof PartialFailure) {
        const initErrors = [`${verb} ${goal.urn}: ${error.message}`];
        session.snapshot.settle({ ...settled(goal, error.state), initErrors }, old);
      }
      reporter.failed(messageOf(error));
      throw new StepFailure(messageOf(error), { cause: error });
    } finally {
      await session.snapshot.saved();
    }
  });
}

/** The goal with what Docker made of it; inputs that were secret stay secret. */
function settled(goal: Resource, state: ResourceState): Resource {
  const inputs = goal.inputs ?? {};
  const now = new Date().toISOString();
  const { pendingReplacement: _, initErrors: __, ...rest } = goal;
  return {
    ...rest,
    id: state.id,
    inputs: markAgain(inputs, state.inputs),
    outputs: markSecrets(state.outputs, inputs, goal.additionalSecretOutputs),
    created: goal.created ?? now,
    modified: now,
  };
}

function markAgain(marked: PropertyMap, plain: PropertyMap): PropertyMap {
  return Object.fromEntries(
    Object.entries(plain).map(([key, value]) =>
      hasSecret(marked[key]) && !isSecret(value) ? [key, secret(value)] : [key, value],
    ),
  );
}

/** The message of anything that is thrown; bugs keep their stack. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isBug = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  return isBug ? (error.stack ?? error.message) : error.message;
}
