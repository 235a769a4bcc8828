import { writeSync } from "node:fs";
import Module, { createRequire } from "node:module";
import type { ResourcePackage } from "../model/resource-package.ts";

// Runs in the program's process. The constructors of an SDK copy the properties that they know, and silently drop the
// others: `env` in place of `envs` would make a container without its settings. TypeScript finds that only if types are
// checked and the object is written in the call; this finds it in every program, before the resource is registered.

/** The package of the resources, with its hints what to write. */
type Sdk = Pick<ResourcePackage, "name" | "hintsFile">;

type Constructor = new (...args: unknown[]) => object;
type Load = (request: string, parent: { filename: string } | undefined, isMain: boolean) => unknown;

/** The beginning of a line by which the engine recognizes a refusal in the program's output. */
export const REFUSAL_MARK = "\u0001refused:";

/** A resource with properties that its type does not have. */
export interface Misspelt {
  readonly type: string;
  readonly name: string;
  readonly unknown: readonly string[];
  readonly known: readonly string[];
  /** The folder of Pulumi.yaml, to which places are relative. */
  readonly root: string;
  /** The package of the type. */
  readonly sdk: Sdk;
}

/**
 * Checks the properties of every resource of the SDK; `refuse` is called on top of the program's stack, before the
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

/** The properties that a generated constructor reads from its arguments; empty if it is not generated. */
function inputsOf(Resource: Constructor): Set<string> {
  const taken = String(Resource).matchAll(/resourceInputs\["(\w+)"\] = [^;]*\bargs\b/g);
  return new Set([...taken].map(([, name = ""]) => name));
}

/** Ends the process at once: the program's registrations have not left it yet, so nothing has been changed. */
function refuseToEngine(misspelt: Misspelt): never {
  // Loaded only now, because nearly every run does not need it.
  const { unknownNames } = createRequire(import.meta.url)("./unknown-names.ts");
  writeSync(2, `${REFUSAL_MARK}${JSON.stringify(unknownNames(misspelt))}\n`);
  process.exit(32);
}
