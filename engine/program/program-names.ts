import { writeSync } from "node:fs";
import Module, { createRequire } from "node:module";
import type { ResourcePackage } from "../model/resource-package.ts";

// Runs in the program's process. The constructors of an SDK copy the names that they know, and drop the others
// without a word: `env` in place of `envs` would make a container without its settings. TypeScript finds that where it is
// asked to and the object is written in the call; here it is found in every program, before the resource is registered.

/** Whose resources they are, and who knows what to write. */
type Sdk = Pick<ResourcePackage, "name" | "hintsFile">;

type Constructor = new (...args: unknown[]) => object;
type Load = (request: string, parent: { filename: string } | undefined, isMain: boolean) => unknown;

/** The line by which the engine knows a refusal among what a program prints. */
export const REFUSAL_MARK = "\u0001refused:";

/** A resource with names that its type does not have. */
export interface Misspelt {
  readonly type: string;
  readonly name: string;
  readonly unknown: readonly string[];
  readonly known: readonly string[];
  /** The folder of Pulumi.yaml, from which places are told. */
  readonly root: string;
  /** Whose type it is. */
  readonly sdk: Sdk;
}

/**
 * Looks at what every resource of the SDK is given; `refuse` is called with the program's stack below it, before the
 * resource is registered.
 */
export function refuseUnknownNames(
  root: string,
  sdk: Sdk,
  refuse: (misspelt: Misspelt) => never = refuseToEngine,
): void {
  const loader = Module as unknown as { _load: Load };
  const load = loader._load;
  const index = `/@pulumi/${sdk.name}/index.js`;
  const watched = new WeakMap<object, object>();
  loader._load = (request, parent, isMain) => {
    const loaded = load(request, parent, isMain);
    const isPart = request.startsWith("./") && parent?.filename.endsWith(index) === true;
    if (!isPart || typeof loaded !== "object" || loaded === null) return loaded;
    const known = watched.get(loaded);
    if (known !== undefined) return known;
    const exports = Object.fromEntries(
      Object.entries(loaded).map(([name, value]) => [
        name,
        isResource(value) ? watch(name, value, (found) => refuse({ ...found, root, sdk })) : value,
      ]),
    );
    watched.set(loaded, exports);
    return exports;
  };
}

function isResource(value: unknown): value is Constructor {
  return typeof value === "function" && "__pulumiType" in value;
}

function watch(
  type: string,
  Resource: Constructor,
  refuse: (misspelt: Omit<Misspelt, "root" | "sdk">) => never,
): Constructor {
  let known: ReadonlySet<string> | undefined;
  return new Proxy(Resource, {
    construct(target, args, newTarget) {
      known ??= inputsOf(target);
      const [name, given] = args;
      const unknown = known.size === 0 ? [] : Object.keys(Object(given)).filter((key) => !known?.has(key));
      if (unknown.length > 0) refuse({ type, name: String(name), unknown, known: [...known] });
      return Reflect.construct(target, args, newTarget);
    },
  });
}

/** What a generated constructor takes from its arguments; empty where it is written in another way. */
function inputsOf(Resource: Constructor): Set<string> {
  const taken = String(Resource).matchAll(/resourceInputs\["(\w+)"\] = [^;]*\bargs\b/g);
  return new Set([...taken].map(([, name = ""]) => name));
}

/** At once: what the program registered before has not left this process yet, and nothing has been changed. */
function refuseToEngine(misspelt: Misspelt): never {
  // Loaded only now: nearly every run has no use for it.
  const { unknownNames } = createRequire(import.meta.url)("./unknown-names.ts");
  writeSync(2, `${REFUSAL_MARK}${JSON.stringify(unknownNames(misspelt))}\n`);
  process.exit(32);
}
