import { createRequire, registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

// Runs in the program's process if the project has no SDK installed, and the lab's own runs it: then the program gets
// Pulumi's packages from the lab as well, so that a folder with a Pulumi.yaml and an index.ts is enough.

const { resolve } = createRequire(import.meta.url);

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isOurs = context.parentURL === import.meta.url; // requested by the line below
    if (isOurs || !specifier.startsWith("@pulumi/")) return nextResolve(specifier, context);
    const ours = orUndefined(() => resolve(specifier));
    if (ours === undefined) return nextResolve(specifier, context);
    return { url: pathToFileURL(ours).href, shortCircuit: true };
  },
});

/** If neither has the package, Node's own error says where the program imports it. */
function orUndefined(attempt: () => string): string | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
