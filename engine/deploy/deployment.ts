import { stripVTControlCharacters } from "node:util";
import { EngineError } from "../../common/engine-error.ts";
import type { Resource } from "../model/checkpoint.ts";
import type { Severity } from "../model/observer.ts";
import { hasUnknown, reveal } from "../model/property-values.ts";
import type { ProgramCalls, ReadRequest, Registered, Registration } from "../model/registration.ts";
import type { PropertyMap } from "../model/resource-type.ts";
import { isProviderType, makeUrn, STACK_TYPE, typeOf } from "../model/urn.ts";
import { aliasUrns } from "./aliases.ts";
import { convergeResource, importResource, isImport, remake } from "./custom-resource.ts";
import { readExternal } from "./external-resource.ts";
import { refuseUnsupported } from "./goal.ts";
import { keepAsIs, settleComponent, settleProvider } from "./plain-resource.ts";
import { referenceTo } from "./providers.ts";
import type { Session } from "./session.ts";
import { messageOf, NotStarted, StepFailure } from "./steps.ts";
import { Targets } from "./targets.ts";

/** The SDK advises a command of the CLI, which may not be installed. */
function withSettingsFile(message: string, stack: string): string {
  return message.replace(
    /\s+please set a value using the command `pulumi config set (?:--secret )?(\S+) <value>`/,
    `: write it in Pulumi.${stack}.yaml, under config:, as $1: VALUE`,
  );
}

/**
 * Answers a program's requests while it runs. Each registration becomes one step, decided from the state and the
 * goal; what the program no longer registers remains in the state for `removal` to find.
 */
export class Deployment implements ProgramCalls {
  readonly #session: Session;
  readonly #seen = new Set<string>();
  readonly #aliases = new Map<string, string[]>();
  /** For each URN that this run registers, the one under which the state has, or had, the resource. */
  readonly #oldUrns = new Map<string, string>();
  readonly #underWay = new Set<Promise<Registered>>();
  readonly #targets: Targets;
  readonly #reported: string[] = [];
  readonly #failure = new AbortController();
  #stackOutputs: { urn: string; outputs: PropertyMap } | undefined;

  constructor(session: Session) {
    this.#session = { ...session, stopping: AbortSignal.any([session.stopping, this.#failure.signal]) };
    this.#targets = new Targets(this.#session);
  }

  /** Reasons for which the operation has failed so far. */
  get errors(): string[] {
    return this.#session.errors;
  }

  /** Errors that the program logged: the reasons if it fails, and only messages if it does not. */
  get reported(): readonly string[] {
    return this.#reported;
  }

  /** Whether a failure stopped the program, so that not all of it was planned. */
  get isCutShort(): boolean {
    return this.#failure.signal.aborted;
  }

  unknownTargets(): string[] {
    return this.#targets.unknown(this.#seen);
  }

  /** Resolves when nothing that the program asked for is under way any more, even if the program has ended. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  register(registration: Registration): Promise<Registered> {
    const urn = this.#urn(registration);
    const work = this.#orFail(urn, async () => {
      const { id, outputs } = await this.#register(urn, registration);
      return { urn, ...(id === undefined ? {} : { id }), outputs: outputs ?? {} };
    }).finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
    return work;
  }

  registerOutputs(urn: string, outputs: PropertyMap): void {
    // After a failure the program has only half of its outputs: those of the last good run stay.
    if (this.errors.length > 0) return;
    const given = Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== null));
    if (typeOf(urn) === STACK_TYPE) this.#stackOutputs = { urn, outputs: given };
    else this.#settleOutputs(urn, given);
  }

  /** The stack's outputs are settled at the end: after a failure, a missing one may still be wanted. */
  settleStackOutputs(failed: boolean): void {
    if (this.#stackOutputs === undefined) return;
    const { urn, outputs } = this.#stackOutputs;
    const before = this.#session.snapshot.resources.find((item) => item.urn === urn)?.outputs;
    this.#settleOutputs(urn, failed ? { ...before, ...outputs } : outputs);
  }

  read(request: ReadRequest): Promise<Registered> {
    const urn = this.#urn(request);
    return this.#orFail(urn, async () => {
      if (hasUnknown(request.id)) return { urn, outputs: {} };
      const provider = this.#providerFor(request.provider, request.version);
      const old = this.#findOld(urn, []);
      const { id, outputs } = await readExternal(this.#session, { urn, request, provider, old });
      return { urn, ...(id === undefined ? {} : { id }), outputs: outputs ?? {} };
    });
  }

  async invoke(token: string, args: PropertyMap, provider: string, version: string): Promise<PropertyMap> {
    const { providers, resourcePackage, snapshot } = this.#session;
    const reference = this.#providerFor(provider, version);
    const connection = providers.connectionOf(reference, snapshot.resources);
    return resourcePackage.invoke(token, reveal(args) as PropertyMap, connection);
  }

  log(severity: Severity, message: string, urn: string): void {
    // The SDK reports every output that depends on a failed resource, and throws where a failed read gave no value;
    // the failure itself has been reported.
    const isEcho =
      this.errors.length > 0 &&
      /failed to register|Resource monitor is terminating|^TypeError: Cannot read properties of undefined/.test(
        message,
      );
    if (isEcho) return;
    // The SDK wraps the refusal of a function in its own message about the value, with its own stack.
    const isPlaced = /^\S+:\d+:\d+: /.test(message);
    const refusal = isPlaced ? undefined : /\S+: not supported by the embedded engine; .*/.exec(message)?.[0];
    const text = refusal ?? withSettingsFile(message, this.#session.stack);
    if (severity === "error" && this.#reported.includes(text)) return;
    if (severity === "error") this.#reported.push(stripVTControlCharacters(text));
    this.#session.observer.message(severity, text, urn);
  }

  async #register(urn: string, registration: Registration): Promise<Resource> {
    if (this.#seen.has(urn))
      throw new EngineError(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    this.#seen.add(urn);
    refuseUnsupported(urn, registration);
    const old = this.#findOld(urn, this.#aliasesOf(urn, registration));
    if (old !== undefined) this.#oldUrns.set(urn, old.urn);
    if (isProviderType(registration.type)) return settleProvider(this.#session, urn, registration, old);
    const isTarget = registration.type === STACK_TYPE || this.#targets.includes(urn, registration);
    if (!isTarget) return this.#keepAsIs(urn, registration, old);
    this.#targets.refuseWithout(urn, registration);
    if (!registration.custom) return settleComponent(this.#session, urn, registration, old);
    this.#session.providers.refuseForeign(registration.type);
    const provider = this.#providerFor(registration.provider, registration.version);
    const candidate = { urn, registration, provider, old };
    return isImport(candidate)
      ? importResource(this.#session, candidate)
      : convergeResource(this.#session, candidate);
  }

  #settleOutputs(urn: string, given: PropertyMap): void {
    const { snapshot } = this.#session;
    const resource = snapshot.resources.find((item) => item.urn === urn && !item.delete);
    if (resource === undefined) return;
    const { outputs: _, ...rest } = resource;
    snapshot.exchange(resource, Object.keys(given).length > 0 ? { ...rest, outputs: given } : rest);
  }

  /** Not a target: it keeps its state. If it was deleted along with a replaced target, it is made again as it was. */
  #keepAsIs(
    urn: string,
    registration: Registration,
    old: Resource | undefined,
  ): Promise<Resource> | Resource {
    if (old === undefined) this.#targets.passOver(urn);
    if (old === undefined || !this.#session.replacedAlong.has(old.urn))
      return keepAsIs(this.#session, urn, registration, old);
    const provider = this.#providerFor(registration.provider, registration.version);
    return remake(this.#session, { urn, registration, provider, old }, old);
  }

  #urn({ parent, type, name }: Registration | ReadRequest): string {
    return makeUrn(this.#session.stack, this.#session.project, parent, type, name);
  }

  #findOld(urn: string, aliases: readonly string[]): Resource | undefined {
    const { unsettled } = this.#session.snapshot;
    for (const name of [urn, ...aliases]) {
      const found = unsettled.find((item) => item.urn === name && !item.delete);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #aliasesOf(urn: string, { parent, type, name, aliases }: Registration): string[] {
    const { stack, project } = this.#session;
    const inherited = this.#aliases.get(parent) ?? [];
    const identity = { stack, project, parentUrn: parent, type, name };
    const urns = aliasUrns(identity, aliases, inherited, this.#oldUrns);
    this.#aliases.set(urn, urns);
    return urns;
  }

  #providerFor(reference: string, version: string): string {
    if (reference !== "") return reference;
    const { providers, snapshot } = this.#session;
    const old = snapshot.resources.find((item) => item.urn === providers.defaultUrn(version));
    if (old !== undefined && this.#seen.has(old.urn)) return referenceTo(old);
    const provider = providers.defaultFor(version, old);
    this.#seen.add(provider.urn);
    snapshot.settle(provider, old);
    return referenceTo(provider);
  }

  /** A failure of one resource is reported once; what has begun is finished, and nothing new begins. */
  async #orFail(urn: string, work: () => Promise<Registered>): Promise<Registered> {
    try {
      if (!this.#session.stopping.aborted) return await work();
    } catch (error) {
      this.#failure.abort();
      if (!(error instanceof NotStarted)) this.#fail(urn, error);
    }
    return { urn, outputs: {}, failed: true };
  }

  #fail(urn: string, error: unknown): void {
    const message = messageOf(error);
    // A state that cannot be saved fails all steps that are under way, for one reason.
    const isReported =
      error instanceof StepFailure || this.errors.some((earlier) => earlier.endsWith(message));
    if (!isReported) this.#session.observer.message("error", message, urn);
    this.errors.push(`${urn}: ${message}`);
  }
}
