import Module from "node:module";

// Runs before the SDK in the program's process. What the SDK does for functions that become part of a resource, for
// traces, and for its own stacks, takes four fifths of the time until a program runs. The first is loaded when it is
// first used; no traces are ever wanted, and types are stripped in place, so that stacks are right as they are.

type Load = (request: string, parent: { filename: string } | undefined, isMain: boolean) => unknown;

const FOR_FUNCTIONS = new Set(["typescript", "@npmcli/arborist", "normalize-package-data"]);

const loader = Module as unknown as { _load: Load };
const load = loader._load;

loader._load = (request, parent, isMain) => {
  const from = parent?.filename ?? "";
  if (!from.includes("/@pulumi/pulumi/")) return load(request, parent, isMain);
  if (FOR_FUNCTIONS.has(request)) return lazily(() => load(request, parent, isMain));
  if (from.endsWith("/cmd/run/tracing.js") && isForTraces(request)) return {};
  // Every promise of the SDK records its stack: looking up each frame in the SDK's source maps takes most of the time.
  if (request === "source-map-support/register" && from.endsWith("/cmd/run/index.js")) return {};
  // The inspector finds where a function was written; the code that needs this connects it.
  if (from.endsWith("/cmd/run/index.js") && request.endsWith("/closure/v8Hooks"))
    return { isInitializedAsync };
  const loaded = load(request, parent, isMain);
  if (request === "./debuggable" && !process.env.PULUMI_DEBUG_PROMISE_LEAKS)
    withoutStacks(loaded as Debuggable);
  return loaded;
};

function isForTraces(request: string): boolean {
  return request.startsWith("@opentelemetry/") && request !== "@opentelemetry/api";
}

async function isInitializedAsync(): Promise<void> {}

/** Stands in for a module until it is first used, in any of the ways in which the SDK's compiled code uses it. */
function lazily(loadNow: () => unknown): unknown {
  let loaded: Record<string | symbol, unknown> | undefined;
  const real = () => {
    loaded ??= loadNow() as typeof loaded & {};
    return loaded;
  };
  const get = (_: object, name: string | symbol) =>
    name === "__esModule" ? true : name === "default" ? real() : real()[name];
  return new Proxy({}, { get });
}

type Debuggable = { debuggablePromise: { (...args: unknown[]): unknown; isBrief?: true } };

/** Every promise of the SDK records its stack, which is shown only when leaking promises are looked for. */
function withoutStacks(debuggable: Debuggable): void {
  const { debuggablePromise } = debuggable;
  if (debuggablePromise.isBrief) return;
  const brief = (...args: unknown[]) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(...args);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
  debuggable.debuggablePromise = Object.assign(brief, { isBrief: true as const });
}
