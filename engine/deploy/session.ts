import type { Resource } from "../model/checkpoint.ts";
import type { Observer, StepReporter } from "../model/observer.ts";
import { reveal } from "../model/property-values.ts";
import type { ResourcePackage } from "../model/resource-package.ts";
import type {
  Holder,
  PropertyMap,
  ResourceContext,
  ResourceState,
  ResourceType,
} from "../model/resource-type.ts";
import type { Snapshot } from "../state/snapshot.ts";
import type { createLimiter } from "./limiter.ts";
import { type Providers, unsupportedType } from "./providers.ts";

/** The data that all parts of one operation on one stack share. */
export interface Session {
  readonly project: string;
  readonly stack: string;
  readonly workingDirectory: string;
  readonly snapshot: Snapshot;
  /** The resource types that can be made. */
  readonly resourcePackage: ResourcePackage;
  readonly providers: Providers;
  readonly observer: Observer;
  readonly dryRun: boolean;
  /** Runs the calls that make and read resources, a limited number at a time. */
  readonly limit: ReturnType<typeof createLimiter>;
  /** Aborted when the user asks once to stop: nothing new begins. */
  readonly stopping: AbortSignal;
  /** Aborted when the user asks twice: what runs is cut off. */
  readonly aborted: AbortSignal;
  /** Reasons for which the operation has failed so far. */
  readonly errors: string[];
  /** URNs; empty means all. */
  readonly targets: ReadonlySet<string>;
  /** Whether the dependents of a target are targets, too. */
  readonly targetDependents: boolean;
  /** URNs of resources deleted because something they need is replaced; they are made again when their turn comes. */
  readonly replacedAlong: Set<string>;
}

/** How many steps run at once: Pulumi's own default for a small machine. */
export const PARALLEL = 16;

/** The type behind a token; throws a refusal that names an unsupported one. */
export function typeFor({ resourcePackage }: Pick<Session, "resourcePackage">, token: string): ResourceType {
  const type = resourcePackage.types.get(token);
  if (type === undefined) throw unsupportedType(token);
  return type;
}

/** Whether this run may touch a resource. */
export function isTarget(session: Session, urn: string): boolean {
  return session.targets.size === 0 || session.targets.has(urn);
}

/** Errors for targets that are neither in the state nor registered by the program. */
export function unknownTargets({ targets, snapshot }: Session, registered = new Set<string>()): string[] {
  const known = new Set([...registered, ...snapshot.resources.map(({ urn }) => urn)]);
  return [...targets]
    .filter((urn) => !known.has(urn))
    .map((urn) => `Target '${urn}' could not be found in the stack. Did the shell remove a $ from it?`);
}

/** The context that a resource type needs for its work on one resource. */
export function contextFor(
  session: Session,
  resource: Resource,
  reporter: StepReporter,
  timeoutSeconds?: number,
): ResourceContext {
  const signals = [session.aborted];
  if (timeoutSeconds !== undefined) signals.push(AbortSignal.timeout(timeoutSeconds * 1000));
  return {
    connection: session.providers.connectionOf(resource.provider ?? "", session.snapshot.resources),
    signal: AbortSignal.any(signals),
    workingDirectory: session.workingDirectory,
    ownHolderOf: (id) => ownHolder(session, resource.urn, id),
    log: (line, severity) => reporter.log(line, severity),
    status: (text) => reporter.status(text),
  };
}

function ownHolder({ snapshot }: Session, requester: string, id: string): Holder | undefined {
  const holder = snapshot.resources.find((item) => item.id === id && item.urn !== requester);
  if (holder === undefined) return undefined;
  const isUnnamed = (urn: string | undefined) => snapshot.unsettled.some((item) => item.urn === urn);
  return {
    urn: holder.urn,
    isNamed: !isUnnamed(holder.urn),
    formerParent: isUnnamed(holder.parent) ? holder.parent : undefined,
  };
}

/** A resource as its type sees it: without marks of secrecy. */
export function stateOf(resource: Resource): ResourceState {
  return {
    id: resource.id ?? "",
    inputs: reveal(resource.inputs ?? {}) as PropertyMap,
    outputs: reveal(resource.outputs ?? {}) as PropertyMap,
  };
}

/** A reporter for calls that are not worth a line. */
export const silent: StepReporter = { status() {}, log() {}, done() {}, failed() {} };
