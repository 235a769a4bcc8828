import { randomUUID } from "node:crypto";
import { aliasUrns } from "./aliases.ts";
import type { Resource } from "./checkpoint.ts";
import { dependentReplacements, diffOf } from "./difference.ts";
import { invokeFunction } from "./docker/functions.ts";
import { EngineError } from "./engine-error.ts";
import { goalOf, refuseUnsupported, secretsAtTop } from "./goal.ts";
import type { Severity } from "./observer.ts";
import { keepOld } from "./property-path.ts";
import { conceal, equal, hasUnknown, isMap, markSecrets, reveal } from "./property-values.ts";
import { checkedProviderInputs, referenceTo, refuseForeign } from "./providers.ts";
import type { ProgramCalls, ReadRequest, Registered, Registration } from "./registration.ts";
import type { Diff, PropertyMap } from "./resource-type.ts";
import { contextFor, isTarget, type Session, silent, stateOf, typeFor } from "./session.ts";
import { createStep, deleteStep, messageOf, StepFailure, updateStep } from "./steps.ts";
import { isProviderType, makeUrn, nameOf, typeOf } from "./urn.ts";

/**
 * Turns what a program registers into steps: same, create, update or replace, each decided from the state and the
 * goal; what the program no longer registers is left for the end (see `finish.ts`).
 */
export class Deployment implements ProgramCalls {
  /** Reasons for which the operation has failed so far. */
  readonly errors: string[] = [];
  readonly #session: Session;
  readonly #seen = new Set<string>();
  readonly #aliases = new Map<string, string[]>();
  readonly #replacedAlong = new Set<string>();
  readonly #underWay = new Set<Promise<Registered>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Resolves when nothing that the program asked for is under way any more, even if the program is gone. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  register(registration: Registration): Promise<Registered> {
    const work = this.#registerOrFail(registration).finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
    return work;
  }

  registerOutputs(urn: string, outputs: PropertyMap): void {
    const resource = this.#session.snapshot.resources.find((item) => item.urn === urn && !item.delete);
    if (resource === undefined) return;
    const { outputs: _, ...rest } = resource;
    const known = Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== null));
    this.#session.snapshot.exchange(
      resource,
      Object.keys(known).length > 0 ? { ...rest, outputs: known } : rest,
    );
    this.#session.snapshot.save();
  }

  async read(request: ReadRequest): Promise<Registered> {
    const { snapshot, stack, project } = this.#session;
    const urn = makeUrn(stack, project, request.parent, request.type, request.name);
    try {
      const type = typeFor(request.type);
      const provider = this.#providerFor(request.provider, request.version);
      const base: Resource = {
        urn,
        custom: true,
        external: true,
        type: request.type,
        id: request.id,
        provider,
      };
      if (hasUnknown(request.id)) return { urn, outputs: {} };
      const context = contextFor(this.#session, base, silent);
      const state = await type.read(request.id, { inputs: reveal(request.inputs) as PropertyMap }, context);
      if (state === undefined) throw new EngineError(`there is no ${request.type} "${request.id}" to read`);
      const old = this.#findOld(urn, []);
      const outputs = markSecrets(state.outputs, request.inputs, request.additionalSecretOutputs);
      const parent = request.parent === "" ? {} : { parent: request.parent };
      snapshot.settle(
        {
          ...base,
          ...parent,
          id: state.id,
          inputs: state.inputs,
          outputs,
          dependencies: [...request.dependencies],
        },
        old,
      );
      this.#session.observer.planned({ op: "read", urn });
      return { urn, id: state.id, outputs };
    } catch (error) {
      this.#fail(urn, error);
      return { urn, outputs: {}, failed: true };
    }
  }

  async invoke(token: string, args: PropertyMap, provider: string, version: string): Promise<PropertyMap> {
    const reference = provider === "" ? this.#providerFor("", version) : provider;
    const { providers, snapshot } = this.#session;
    return invokeFunction(
      token,
      reveal(args) as PropertyMap,
      providers.connectionOf(reference, snapshot.resources),
    );
  }

  log(severity: Severity, message: string, urn: string): void {
    // The SDK reports every output that hangs on a failed resource; the failure itself has been reported.
    const isEcho =
      this.errors.length > 0 && /failed to register|Resource monitor is terminating/.test(message);
    if (isEcho) return;
    if (severity === "error") this.errors.push(message);
    this.#session.observer.message(severity, message, urn);
  }

  async #registerOrFail(registration: Registration): Promise<Registered> {
    const { stack, project } = this.#session;
    const urn = makeUrn(stack, project, registration.parent, registration.type, registration.name);
    try {
      if (this.#session.stopping.aborted) throw new StepFailure("stopped");
      const resource = await this.#register(urn, registration);
      const id = resource.id === undefined || resource.id === "" ? {} : { id: resource.id };
      return { urn, ...id, outputs: { ...resource.outputs } };
    } catch (error) {
      this.#fail(urn, error);
      return { urn, outputs: {}, failed: true };
    }
  }

  async #register(urn: string, registration: Registration): Promise<Resource> {
    if (this.#seen.has(urn))
      throw new EngineError(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    this.#seen.add(urn);
    refuseUnsupported(urn, registration);
    const old = this.#findOld(urn, this.#aliasesOf(urn, registration));
    if (isProviderType(registration.type)) return this.#registerProvider(urn, registration, old);
    if (!registration.custom) return this.#registerComponent(urn, registration, old);
    refuseForeign(registration.type);
    const provider = this.#providerFor(registration.provider, registration.version);
    if (!isTarget(this.#session, urn)) return this.#leaveAlone(urn, registration, old);
    if (registration.importId !== "" && old?.importID !== registration.importId) {
      return this.#import(goalOf(urn, registration, provider, secretsAtTop(registration.inputs)));
    }
    const checked = await this.#check(urn, registration, provider, old);
    const goal = goalOf(urn, registration, provider, checked);
    return old === undefined ? this.#create(goal, undefined) : this.#change(goal, old, registration);
  }

  #registerComponent(urn: string, registration: Registration, old: Resource | undefined): Resource {
    const goal = goalOf(urn, registration, undefined, registration.inputs);
    const changed = old !== undefined && !equal(old.inputs ?? {}, goal.inputs ?? {});
    this.#session.observer.planned({ op: old === undefined ? "create" : changed ? "update" : "same", urn });
    const outputs = old?.outputs === undefined ? {} : { outputs: old.outputs };
    const created = old?.created === undefined ? {} : { created: old.created };
    return this.#settle({ ...goal, ...outputs, ...created }, old);
  }

  #registerProvider(urn: string, registration: Registration, old: Resource | undefined): Resource {
    refuseForeign(registration.type);
    const version = registration.version === "" ? {} : { version: registration.version };
    const inputs = { ...checkedProviderInputs(urn, registration.inputs), ...version };
    const goal = goalOf(urn, registration, undefined, inputs);
    const changed = old !== undefined && !equal(old.inputs ?? {}, inputs);
    this.#session.observer.planned({ op: old === undefined ? "create" : changed ? "update" : "same", urn });
    return this.#settle({ ...goal, id: old?.id ?? randomUUID(), outputs: inputs }, old);
  }

  /** A resource that is not among the targets keeps its state, and is not made. */
  #leaveAlone(urn: string, registration: Registration, old: Resource | undefined): Resource {
    this.#session.observer.planned({ op: "same", urn });
    if (old !== undefined) return this.#settle({ ...old, urn }, old);
    return goalOf(urn, registration, undefined, registration.inputs);
  }

  async #check(
    urn: string,
    registration: Registration,
    provider: string,
    old: Resource | undefined,
  ): Promise<PropertyMap> {
    const given = secretsAtTop(registration.inputs);
    const wanted = old === undefined ? given : keepOld(given, old.inputs ?? {}, registration.ignoreChanges);
    const context = contextFor(
      this.#session,
      { urn, custom: true, type: registration.type, provider },
      silent,
    );
    const { inputs, failures } = await typeFor(registration.type).check(
      {
        name: registration.name,
        inputs: reveal(wanted) as PropertyMap,
        old: old?.inputs === undefined ? undefined : (reveal(old.inputs) as PropertyMap),
        preview: this.#session.dryRun,
      },
      context,
    );
    if (failures.length > 0) {
      const reasons = failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n  ");
      throw new EngineError(`${typeOf(urn)} "${nameOf(urn)}" has a problem:\n  ${reasons}`);
    }
    return markSecrets(inputs, wanted);
  }

  async #create(goal: Resource, old: Resource | undefined): Promise<Resource> {
    this.#session.observer.planned({ op: "create", urn: goal.urn, newInputs: shown(goal.inputs) });
    return this.#make(goal, old);
  }

  async #make(goal: Resource, old: Resource | undefined): Promise<Resource> {
    return this.#session.dryRun ? this.#imagine(goal, old) : createStep(this.#session, goal, old);
  }

  async #change(goal: Resource, old: Resource, registration: Registration): Promise<Resource> {
    if (old.pendingReplacement) {
      const along = this.#replacedAlong.has(old.urn);
      this.#session.observer.planned({ op: along ? "replace" : "create", urn: goal.urn });
      return this.#make(goal, old);
    }
    const diff = diffOf(old, goal);
    const step = { urn: goal.urn, oldInputs: shown(old.inputs), newInputs: shown(goal.inputs) };
    if (diff.replaceKeys.length > 0) {
      this.#session.observer.planned({
        ...step,
        op: "replace",
        detailedDiff: diff.detailed,
        replaceReasons: diff.replaceKeys,
      });
      return this.#replace(goal, old, registration.deleteBeforeReplace ?? diff.deleteBeforeReplace);
    }
    if (diff.changed || (old.initErrors ?? []).length > 0) {
      this.#session.observer.planned({ ...step, op: "update", detailedDiff: diff.detailed });
      return this.#update(goal, old, diff);
    }
    this.#session.observer.planned({ ...step, op: "same" });
    return this.#settle(unchanged(goal, old), old);
  }

  async #update(goal: Resource, old: Resource, _diff: Diff): Promise<Resource> {
    if (!this.#session.dryRun) {
      return updateStep(
        this.#session,
        { ...goal, ...(old.created === undefined ? {} : { created: old.created }) },
        old,
      );
    }
    return this.#imagine({ ...goal, ...(old.id === undefined ? {} : { id: old.id }) }, old);
  }

  async #replace(goal: Resource, old: Resource, deleteFirst: boolean): Promise<Resource> {
    this.#refuseProtected(old, "replaced");
    if (!deleteFirst) {
      const made = await this.#make(goal, undefined);
      this.#session.snapshot.exchange(old, { ...old, delete: true });
      this.#session.snapshot.save();
      return made;
    }
    const along = dependentReplacements(old, this.#session.snapshot.unsettled).reverse();
    for (const resource of along) {
      this.#refuseProtected(resource, "replaced");
      this.#replacedAlong.add(resource.urn);
    }
    for (const resource of [...along, old]) {
      if (resource.pendingReplacement) continue;
      if (!(await deleteStep(this.#session, resource, true)))
        throw new StepFailure(`${resource.urn} could not be deleted`);
    }
    const gone = this.#session.snapshot.unsettled.find(
      (item) => item.urn === old.urn && item.pendingReplacement,
    );
    return this.#make(goal, gone);
  }

  /** Adopts what exists under an id, if the program describes it as it is. */
  async #import(goal: Resource): Promise<Resource> {
    this.#session.observer.planned({ op: "import", urn: goal.urn, newInputs: shown(goal.inputs) });
    const type = typeFor(goal.type);
    const context = contextFor(this.#session, goal, silent);
    const found = await type.read(goal.importID ?? "", {}, context);
    if (found === undefined)
      throw new EngineError(
        `${typeOf(goal.urn)} "${goal.importID}" does not exist, so it cannot be imported`,
      );
    const { inputs } = await type.check(
      {
        name: nameOf(goal.urn),
        inputs: reveal(goal.inputs ?? {}) as PropertyMap,
        old: found.inputs,
        preview: this.#session.dryRun,
      },
      context,
    );
    const diff = type.diff(found, inputs);
    if (diff.changed) {
      const paths = Object.keys(diff.detailed).join(", ");
      throw new EngineError(
        `${typeOf(goal.urn)} "${nameOf(goal.urn)}": inputs to import do not match the existing resource: ${paths}`,
      );
    }
    const now = new Date().toISOString();
    return this.#settle(
      { ...goal, id: found.id, inputs: found.inputs, outputs: found.outputs, created: now, modified: now },
      undefined,
    );
  }

  /** What a preview can say of a resource that an update would make or change. */
  #imagine(goal: Resource, old: Resource | undefined): Resource {
    const inputs = reveal(goal.inputs ?? {}) as PropertyMap;
    const isUpdate = goal.id !== undefined && old !== undefined;
    const outputs = typeFor(goal.type).previewOutputs(inputs, isUpdate ? stateOf(old) : undefined);
    return this.#settle(
      { ...goal, outputs: markSecrets(outputs, goal.inputs ?? {}, goal.additionalSecretOutputs) },
      old,
    );
  }

  #settle(resource: Resource, old: Resource | undefined): Resource {
    this.#session.snapshot.settle(resource, old);
    return resource;
  }

  #findOld(urn: string, aliases: readonly string[]): Resource | undefined {
    const { unsettled } = this.#session.snapshot;
    const alive = (wanted: string) => unsettled.find((item) => item.urn === wanted && !item.delete);
    for (const name of [urn, ...aliases]) {
      const found = alive(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #aliasesOf(urn: string, registration: Registration): string[] {
    const { stack, project } = this.#session;
    const identity = {
      stack,
      project,
      parentUrn: registration.parent,
      type: registration.type,
      name: registration.name,
    };
    const urns = aliasUrns(identity, registration.aliases, this.#aliases.get(registration.parent) ?? []);
    this.#aliases.set(urn, urns);
    return urns;
  }

  #providerFor(reference: string, version: string): string {
    if (reference !== "") return reference;
    const { providers, snapshot } = this.#session;
    const provider = providers.defaultFor(version, snapshot.resources);
    const old = snapshot.resources.find((item) => item.urn === provider.urn);
    if (!this.#seen.has(provider.urn)) snapshot.settle(provider, old);
    this.#seen.add(provider.urn);
    return referenceTo(snapshot.resources.find((item) => item.urn === provider.urn) ?? provider);
  }

  #refuseProtected(resource: Resource, what: string): void {
    if (!resource.protect) return;
    throw new EngineError(
      `${resource.urn} cannot be ${what}: it is protected. Take \`protect\` off in the program and run \`up\` first.`,
    );
  }

  #fail(urn: string, error: unknown): void {
    const message = messageOf(error);
    const reported = error instanceof StepFailure;
    this.errors.push(`${urn}: ${message}`);
    if (!reported) this.#session.observer.message("error", message, urn);
  }
}

/** The state of a resource that stays as it is, with what the program now says of it. */
function unchanged(goal: Resource, old: Resource): Resource {
  const { id, outputs, created, modified } = old;
  return {
    ...goal,
    ...(id === undefined ? {} : { id }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(created === undefined ? {} : { created }),
    ...(modified === undefined ? {} : { modified }),
  };
}

function shown(inputs: PropertyMap | undefined): PropertyMap {
  const concealed = conceal(inputs ?? {});
  return isMap(concealed) ? concealed : {};
}
