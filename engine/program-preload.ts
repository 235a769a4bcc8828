import Module from "node:module";

// Runs before the SDK in the program's process. Two thirds of the time that the SDK takes to load goes to TypeScript,
// npm and OpenTelemetry: for functions that are made part of a resource, and for traces. A program of this engine has
// neither, so the former is loaded when it is first used, and the latter is left out, as no trace is ever asked for.

type Load = (request: string, parent: { filename: string } | undefined, isMain: boolean) => unknown;

const FOR_FUNCTIONS = new Set(["typescript", "@npmcli/arborist", "normalize-package-data"]);

const loader = Module as unknown as { _load: Load };
const load = loader._load;

loader._load = (request, parent, isMain) => {
  const from = parent?.filename ?? "";
  if (FOR_FUNCTIONS.has(request) && from.includes("/@pulumi/pulumi/"))
    return later(() => load(request, parent, isMain));
  if (from.endsWith("/cmd/run/tracing.js") && isForTraces(request)) return {};
  // The inspector tells where a function was written; who wants to know connects it.
  if (from.endsWith("/cmd/run/index.js") && request.endsWith("/closure/v8Hooks"))
    return { isInitializedAsync };
  return load(request, parent, isMain);
};

function isForTraces(request: string): boolean {
  return request.startsWith("@opentelemetry/") && request !== "@opentelemetry/api";
}

async function isInitializedAsync(): Promise<void> {}

/** Stands for a module until something of it is asked for, in any of the ways in which the SDK's compiled code asks. */
function later(loadNow: () => unknown): unknown {
  let loaded: Record<string | symbol, unknown> | undefined;
  const real = () => {
    loaded ??= loadNow() as typeof loaded & {};
    return loaded;
  };
  const get = (_: object, name: string | symbol) =>
    name === "__esModule" ? true : name === "default" ? real() : real()[name];
  return new Proxy({}, { get });
}
