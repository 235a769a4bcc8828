import { EngineError } from "../../common/engine-error.ts";
import type { Resource } from "../model/checkpoint.ts";
import { keepOld } from "../model/property-path.ts";
import { markSecrets, reveal } from "../model/property-values.ts";
import type { Registration } from "../model/registration.ts";
import type { PropertyMap } from "../model/resource-type.ts";
import { nameOf, typeOf } from "../model/urn.ts";
import { carryOver, goalOf, secretsAtTop, shown } from "./goal.ts";
import { dependentReplacements, diffOf, isReplacement } from "./replacement.ts";
import { contextFor, type Session, silent, stateOf, typeFor } from "./session.ts";
import { createStep, deleteStep, NotStarted, StepFailure, updateStep } from "./steps.ts";

/** A registration with its URN, what the state knows about it, and which provider makes it. */
export interface Candidate {
  readonly urn: string;
  readonly registration: Registration;
  readonly provider: string;
  readonly old: Resource | undefined;
}

/** Decides between same, create, update and replace for a Docker resource, and carries it out. */
export async function convergeResource(session: Session, candidate: Candidate): Promise<Resource> {
  const { urn, registration, old } = candidate;
  if (registration.additionalSecretOutputs.includes("id"))
    session.observer.message("warning", "the id cannot be made secret", urn);
  // A resource that was only read is not the stack's own: one is made in its place, even if the two are alike.
  if (old === undefined || old.external) {
    const goal = await goalFrom(session, candidate, undefined);
    session.observer.planned({
      op: old === undefined ? "create" : "replace",
      urn,
      newInputs: shown(goal.inputs),
    });
    return make(session, goal, old);
  }
  const goal = await goalFrom(session, candidate, session.replacedAlong.has(old.urn) ? undefined : old);
  return change(session, goal, old, candidate);
}

/** Makes a resource again as it was, after it was deleted along with a target: other changes wait until it is a target. */
export async function remake(session: Session, candidate: Candidate, old: Resource): Promise<Resource> {
  const { urn, registration, provider } = candidate;
  session.observer.planned({ op: "replace", urn });
  return make(session, goalOf(urn, registration, provider, old.inputs ?? {}), old);
}

/** Whether the program names an id other than that of the resource in the state. */
export function isImport({ registration: { importId }, old }: Candidate): boolean {
  return importId !== "" && (!old || old.external === true || (old.importID ?? old.id) !== importId);
}

/** Adopts what exists under an id; then changes what the program describes differently, as for any other resource. */
export async function importResource(session: Session, candidate: Candidate): Promise<Resource> {
  const { urn, registration, provider, old } = candidate;
  const described = goalOf(urn, registration, provider, secretsAtTop(registration.inputs));
  const replaced = old?.external ? undefined : old;
  if (described.protect && replaced?.protect) refuseReplacement(session, replaced);
  session.observer.planned({
    op: replaced === undefined ? "import" : "replace",
    urn,
    newInputs: shown(described.inputs),
  });
  const context = contextFor(session, described, silent);
  const found = await typeFor(session, registration.type).read(registration.importId, {}, context);
  if (found === undefined) {
    throw new EngineError(
      `${typeOf(urn)} "${registration.importId}" does not exist, so it cannot be imported`,
    );
  }
  const now = new Date().toISOString();
  const imported = { ...described, ...found, created: now, modified: now };
  if (replaced !== undefined) session.snapshot.exchange(replaced, { ...replaced, delete: true });
  session.snapshot.settle(imported, replaced === undefined ? old : undefined);
  session.snapshot.save();
  const goal = await goalFrom(session, candidate, imported);
  if (!diffOf(session, imported, goal).changed) return imported;
  return change(session, goal, imported, candidate);
}

/** The resource as the state should hold it; keeps what was generated for `before`, such as its name. */
async function goalFrom(
  session: Session,
  candidate: Candidate,
  before: Resource | undefined,
): Promise<Resource> {
  const { urn, registration, provider } = candidate;
  return goalOf(urn, registration, provider, await checkInputs(session, candidate, before));
}

async function checkInputs(
  session: Session,
  { urn, registration, provider }: Candidate,
  old: Resource | undefined,
): Promise<PropertyMap> {
  const given = secretsAtTop(registration.inputs);
  const wanted = old === undefined ? given : keepOld(given, old.inputs ?? {}, registration.ignoreChanges);
  const context = contextFor(session, { urn, custom: true, type: registration.type, provider }, silent);
  const { inputs, failures } = await typeFor(session, registration.type).check(
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
  candidate: Candidate,
): Promise<Resource> {
  const { observer, snapshot } = session;
  const diff = diffOf(session, old, goal);
  const step = { urn: goal.urn, oldInputs: shown(old.inputs), newInputs: shown(goal.inputs) };
  const { detailed: detailedDiff, replaceKeys: replaceReasons } = diff;
  if (old.pendingReplacement && session.replacedAlong.has(old.urn)) {
    observer.planned({ op: "replace", urn: goal.urn });
    return make(session, goal, old);
  }
  if (old.pendingReplacement || isReplacement(diff)) {
    if (goal.importID !== undefined) refuseImported(session, goal.urn);
    const oldGoesFirst = candidate.registration.deleteBeforeReplace ?? diff.deleteBeforeReplace;
    if (oldGoesFirst) refuseProtected(dependentReplacements(session, old, snapshot.unsettled));
    observer.planned({ ...step, op: "replace", detailedDiff, replaceReasons });
    // What was generated for the old one, such as its name, is generated anew for its successor.
    return replace(session, await goalFrom(session, candidate, undefined), old, oldGoesFirst);
  }
  if (diff.changed || (old.initErrors ?? []).length > 0) {
    observer.planned({ ...step, op: "update", detailedDiff });
    return update(session, carryOver(goal, old), old);
  }
  observer.planned({ ...step, op: "same", optionsChanged: goal.protect !== old.protect });
  const resource = carryOver(goal, old);
  snapshot.settle(resource, old);
  return resource;
}

function make(session: Session, goal: Resource, old: Resource | undefined): Promise<Resource> | Resource {
  return session.dryRun ? previewOf(session, goal, old) : createStep(session, goal, old);
}

function update(session: Session, goal: Resource, old: Resource): Promise<Resource> | Resource {
  return session.dryRun ? previewOf(session, goal, old) : updateStep(session, goal, old);
}

/** By default the successor is made first; a resource that claims a name or a port is deleted first, with its dependents. */
async function replace(
  session: Session,
  goal: Resource,
  old: Resource,
  deleteFirst: boolean,
): Promise<Resource> {
  const { snapshot } = session;
  if (old.pendingReplacement) return make(session, goal, old);
  // Protection may be removed in the same run, and a resource that gets it only now is not protected yet.
  if (goal.protect && old.protect) refuseReplacement(session, old);
  if (!deleteFirst) {
    const made = await make(session, goal, undefined);
    snapshot.exchange(old, { ...old, delete: true });
    snapshot.save();
    return made;
  }
  const along = dependentReplacements(session, old, snapshot.unsettled).reverse();
  for (const resource of along) session.replacedAlong.add(resource.urn);
  for (const resource of [...along, old]) {
    if (resource.pendingReplacement) continue;
    if (await deleteStep(session, resource, true)) continue;
    if (session.stopping.aborted) throw new NotStarted("stopped before it was deleted");
    throw new StepFailure(`${resource.urn} could not be deleted`);
  }
  return make(
    session,
    goal,
    snapshot.unsettled.find((item) => item.urn === old.urn && item.pendingReplacement),
  );
}

/** The resource that an update would make or change, as far as a preview knows it. */
function previewOf(session: Session, goal: Resource, old: Resource | undefined): Resource {
  const inputs = reveal(goal.inputs ?? {}) as PropertyMap;
  const isUpdate = goal.id !== undefined && old !== undefined;
  const outputs = typeFor(session, goal.type).previewOutputs(inputs, isUpdate ? stateOf(old) : undefined);
  const resource = {
    ...goal,
    outputs: markSecrets(outputs, goal.inputs ?? {}, goal.additionalSecretOutputs),
  };
  session.snapshot.settle(resource, old);
  return resource;
}

/** An update stops before anything is done; a preview still shows the remainder of the plan. */
function refuseReplacement({ dryRun, observer, errors }: Session, { urn }: Resource): void {
  if (!dryRun) throw new EngineError(protectedMessage(urn));
  observer.message("error", protectedMessage(urn), urn);
  errors.push(`${urn}: ${protectedMessage(urn)}`);
}

/** A successor would not be the resource that the program imports. */
function refuseImported({ dryRun, observer }: Session, urn: string): void {
  const message = `${urn} was imported and must be replaced: take the option \`import\` out of the program first.`;
  if (!dryRun) throw new EngineError(message);
  observer.message("warning", message, urn);
}

function refuseProtected(along: readonly Resource[]): void {
  const found = along.find((resource) => resource.protect);
  if (found !== undefined) throw new EngineError(protectedMessage(found.urn));
}

function protectedMessage(urn: string): string {
  return `${urn} cannot be replaced: it is protected. Take \`protect\` off in the program and run \`up\` first.`;
}
