import { shown } from "./deploy/goal.ts";
import { type Reality, readReality } from "./deploy/refresh.ts";
import { changesOf } from "./display/diff.ts";
import { createDisplay } from "./display/display.ts";
import { dockerPackage } from "./docker/docker-package.ts";
import type { Resource } from "./model/checkpoint.ts";
import type { Change } from "./model/observer.ts";
import type { OperationResult } from "./model/operation.ts";
import type { ResourcePackage } from "./model/resource-package.ts";
import type { PropertyMap } from "./model/resource-type.ts";
import { isProviderType, nameOf } from "./model/urn.ts";
import { openSession, prepare } from "./setup.ts";

export type { Change } from "./model/observer.ts";
export { nameOf, typeOf } from "./model/urn.ts";

/** A resource that the state remembers, beside what is there. */
export interface SeenResource {
  readonly urn: string;
  readonly type: string;
  /** In the program. */
  readonly name: string;
  /** In Docker. */
  readonly id: string;
  /** As the state remembers them, secrets concealed. */
  readonly inputs: OperationResult["outputs"];
  /** Components are not there in Docker; `unknown`: it could not be looked at. */
  readonly real: "present" | "absent" | "unknown" | "component";
  /** Why it could not be looked at. */
  readonly error: string | undefined;
  /** From what is remembered to what is there, as a refresh reports them. */
  readonly changes: readonly Change[];
}

/** Where to look, and how long. */
export interface LookRequest {
  readonly projectDir: string;
  readonly stack: string;
  /** For each resource. */
  readonly timeoutMs?: number;
  /** Docker's address where it is not the usual one, such as that of a swarm's manager. */
  readonly host?: string | undefined;
}

/**
 * Makes a function that looks at the resources of a stack as a refresh does, but runs no program, takes no lock and
 * writes nothing. Connections to Docker are kept from one look to the next.
 * The function throws EngineError when the project or the state cannot be read.
 */
export function createLook(
  resources: ResourcePackage = dockerPackage,
): (request: LookRequest) => Promise<SeenResource[]> {
  const connected = { ...resources, connect: onceFor(resources.connect) };
  return async ({ projectDir, stack, timeoutMs = 5_000, host }) => {
    const options = { operation: "refresh", projectDir, stack, quiet: true } as const;
    const display = createDisplay(options);
    try {
      const connect = (config: PropertyMap) =>
        connected.connect(host === undefined ? config : { host, ...config });
      const setup = prepare(options, { ...connected, connect }, display, uninterrupted());
      const session = openSession(setup, true);
      return await Promise.all(
        session.snapshot.resources
          .filter(({ type, delete: isSuperseded }) => !isProviderType(type) && !isSuperseded)
          .map(async (resource) => {
            if (!resource.custom) return seen(resource, { real: "component" });
            if (resource.pendingReplacement) return seen(resource, { real: "absent" });
            try {
              const reality = await within(timeoutMs, readReality(session, resource));
              if (reality === undefined) return seen(resource, { real: "absent" });
              return seen(resource, { real: "present", changes: changesIn(reality) });
            } catch (error) {
              return seen(resource, { real: "unknown", error: (error as Error).message });
            }
          }),
      );
    } finally {
      display.close();
    }
  };
}

function seen(
  { urn, type, id = "", inputs }: Resource,
  { real, error, changes = [] }: Partial<SeenResource> & Pick<SeenResource, "real">,
): SeenResource {
  return { urn, type, name: nameOf(urn), id, inputs: shown(inputs), real, error, changes };
}

/** What Docker has beyond what the program gave is no input, but it has a value. */
function changesIn({ step, outputs }: Reality): Change[] {
  return changesOf({ ...step, newInputs: { ...shown(outputs), ...step.newInputs } });
}

/** Each connection keeps sockets open. */
function onceFor(connect: ResourcePackage["connect"]): ResourcePackage["connect"] {
  const made = new Map<string, unknown>();
  return (config) => {
    const key = JSON.stringify(config);
    if (!made.has(key)) made.set(key, connect(config));
    return made.get(key);
  };
}

/** Nobody stops a look. */
function uninterrupted() {
  const never = new AbortController().signal;
  return { stopping: never, aborted: never, dispose() {} };
}

/** An engine that is stopped in the middle of an answer would hold up the look for ever. */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
