import type { Resource } from "./checkpoint.ts";
import { dependentReplacements, diffOf, isReplacement } from "./difference.ts";
import { EngineError } from "./engine-error.ts";
import { goalOf, secretsAtTop, shown, unchanged } from "./goal.ts";
import { keepOld } from "./property-path.ts";
import { markSecrets, reveal } from "./property-values.ts";
import type { Registration } from "./registration.ts";
import type { PropertyMap } from "./resource-type.ts";
import { contextFor, type Session, silent, stateOf, typeFor } from "./session.ts";
import { createStep, deleteStep, NotBegun, StepFailure, updateStep } from "./steps.ts";
import { nameOf, typeOf } from "./urn.ts";

/** What one registration brings along: who it is, what the state knows of it, and which provider makes it. */
export interface Candidate {
  readonly urn: string;
  readonly registration: Registration;
  readonly provider: string;
  readonly old: Resource | undefined;
}

/** Decides between same, create, update and replace for a resource of Docker, and does it. */
export async function convergeResource(session: Session, candidate: Candidate): Promise<Resource> {
  const { urn, registration, provider, old } = candidate;
  if (registration.additionalSecretOutputs.includes("id"))
    session.observer.message("warning", "the id cannot be made secret", urn);
  const goalFrom = async (before: Resource | undefined) =>
    goalOf(urn, registration, provider, await checkInputs(session, { ...candidate, old: before }));
  if (old === undefined) {
    const goal = await goalFrom(undefined);
    session.observer.planned({ op: "create", urn, newInputs: shown(goal.inputs) });
    return make(session, goal, undefined);
  }
  const goal = await goalFrom(session.replacedAlong.has(old.urn) ? undefined : old);
  // What was made up for the old one, such as its name, is made up anew for its successor.
  return change(session, goal, old, registration.deleteBeforeReplace, () => goalFrom(undefined));
}

/** Adopts what exists under an id, if the program describes it as it is. */
export async function importResource(
  session: Session,
  { urn, registration, provider }: Candidate,
): Promise<Resource> {
  const goal = goalOf(urn, registration, provider, secretsAtTop(registration.inputs));
  session.observer.planned({ op: "import", urn, newInputs: shown(goal.inputs) });
  const type = typeFor(goal.type);
  const context = contextFor(session, goal, silent);
  const found = await type.read(registration.importId, {}, context);
  if (found === undefined) {
    throw new EngineError(
      `${typeOf(urn)} "${registration.importId}" does not exist, so it cannot be imported`,
    );
  }
  const wanted = reveal(goal.inputs ?? {}) as PropertyMap;
  const request = { name: nameOf(urn), inputs: wanted, old: found.inputs, preview: session.dryRun };
  const diff = type.diff(found, (await type.check(request, context)).inputs);
  if (diff.changed) {
    const paths = Object.keys(diff.detailed).join(", ");
    throw new EngineError(
      `${typeOf(urn)} "${nameOf(urn)}": inputs to import do not match the existing resource: ${paths}`,
    );
  }
  const now = new Date().toISOString();
  const resource = {
    ...goal,
    id: found.id,
    inputs: found.inputs,
    outputs: found.outputs,
    created: now,
    modified: now,
  };
  session.snapshot.settle(resource);
  return resource;
}

async function checkInputs(
  session: Session,
  { urn, registration, provider, old }: Candidate,
): Promise<PropertyMap> {
  const given = secretsAtTop(registration.inputs);
  const wanted = old === undefined ? given : keepOld(given, old.inputs ?? {}, registration.ignoreChanges);
  const context = contextFor(session, { urn, custom: true, type: registration.type, provider }, silent);
  const { inputs, failures } = await typeFor(registration.type).check(
    {
      name: registration.name,
      inputs: reveal(wanted) as PropertyMap,
      old: old?.inputs === undefined ? undefined : (reveal(old.inputs) as PropertyMap),
      preview: session.dryRun,
    },
    context,
  );
  if (failures.length > 0) {
    const reasons = failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n  ");
    throw new EngineError(`${typeOf(urn)} "${nameOf(urn)}" has a problem:\n  ${reasons}`);
  }
  return markSecrets(inputs, wanted);
}

async function change(
  session: Session,
  goal: Resource,
  old: Resource,
  deleteFirst: boolean | undefined,
  goalOfSuccessor: () => Promise<Resource>,
): Promise<Resource> {
  const { observer, snapshot } = session;
  const diff = diffOf(old, goal);
  const step = { urn: goal.urn, oldInputs: shown(old.inputs), newInputs: shown(goal.inputs) };
  const { detailed: detailedDiff, replaceKeys: replaceReasons } = diff;
  if (old.pendingReplacement && session.replacedAlong.has(old.urn)) {
    observer.planned({ op: "replace", urn: goal.urn });
    return make(session, goal, old);
  }
  if (old.pendingReplacement || isReplacement(diff)) {
    if (goal.importID !== undefined) refuseImported(session, goal.urn);
    const oldGoesFirst = deleteFirst ?? diff.deleteBeforeReplace;
    if (oldGoesFirst) refuseGuarded(dependentReplacements(old, snapshot.unsettled));
    observer.planned({ ...step, op: "replace", detailedDiff, replaceReasons });
    return replace(session, await goalOfSuccessor(), old, oldGoesFirst);
  }
  if (diff.changed || (old.initErrors ?? []).length > 0) {
    observer.planned({ ...step, op: "update", detailedDiff });
    return update(session, unchanged(goal, old), old);
  }
  observer.planned({ ...step, op: "same", optionsChanged: goal.protect !== old.protect });
  const resource = unchanged(goal, old);
  snapshot.settle(resource, old);
  return resource;
}

function make(session: Session, goal: Resource, old: Resource | undefined): Promise<Resource> | Resource {
  return session.dryRun ? imagine(session, goal, old) : createStep(session, goal, old);
}

function update(session: Session, goal: Resource, old: Resource): Promise<Resource> | Resource {
  return session.dryRun ? imagine(session, goal, old) : updateStep(session, goal, old);
}

/** By default the successor is made first; what claims a name or a port must go before it, with what depends on it. */
async function replace(
  session: Session,
  goal: Resource,
  old: Resource,
  deleteFirst: boolean,
): Promise<Resource> {
  const { snapshot } = session;
  if (old.pendingReplacement) return make(session, goal, old);
  // Protection may be taken off in the same run, and what gets it only now is not guarded yet.
  if (goal.protect && old.protect) refuseReplacement(session, old);
  if (!deleteFirst) {
    const made = await make(session, goal, undefined);
    snapshot.exchange(old, { ...old, delete: true });
    snapshot.save();
    return made;
  }
  const along = dependentReplacements(old, snapshot.unsettled).reverse();
  for (const resource of along) session.replacedAlong.add(resource.urn);
  for (const resource of [...along, old]) {
    if (resource.pendingReplacement) continue;
    if (await deleteStep(session, resource, true)) continue;
    if (session.stopping.aborted) throw new NotBegun("stopped before it was deleted");
    throw new StepFailure(`${resource.urn} could not be deleted`);
  }
  return make(
    session,
    goal,
    snapshot.unsettled.find((item) => item.urn === old.urn && item.pendingReplacement),
  );
}

/** What a preview can say of a resource that an update would make or change. */
function imagine(session: Session, goal: Resource, old: Resource | undefined): Resource {
  const inputs = reveal(goal.inputs ?? {}) as PropertyMap;
  const isUpdate = goal.id !== undefined && old !== undefined;
  const outputs = typeFor(goal.type).previewOutputs(inputs, isUpdate ? stateOf(old) : undefined);
  const resource = {
    ...goal,
    outputs: markSecrets(outputs, goal.inputs ?? {}, goal.additionalSecretOutputs),
  };
  session.snapshot.settle(resource, old);
  return resource;
}

/** An update stops before anything is done; in a preview the rest of the plan is still worth seeing. */
function refuseReplacement({ dryRun, observer, errors }: Session, { urn }: Resource): void {
  if (!dryRun) throw new EngineError(protectedMessage(urn));
  observer.message("error", protectedMessage(urn), urn);
  errors.push(`${urn}: ${protectedMessage(urn)}`);
}

/** A successor would not be what the program says is imported. */
function refuseImported({ dryRun, observer }: Session, urn: string): void {
  const message = `${urn} was imported and must be replaced: take the option \`import\` out of the program first.`;
  if (!dryRun) throw new EngineError(message);
  observer.message("warning", message, urn);
}

function refuseGuarded(along: readonly Resource[]): void {
  const guarded = along.find((resource) => resource.protect);
  if (guarded !== undefined) throw new EngineError(protectedMessage(guarded.urn));
}

function protectedMessage(urn: string): string {
  return `${urn} cannot be replaced: it is protected. Take \`protect\` off in the program and run \`up\` first.`;
}
