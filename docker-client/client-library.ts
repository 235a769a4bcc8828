import Module, { createRequire } from "node:module";
import type Dockerode from "dockerode";

type Load = (request: string, parent: { filename: string } | undefined, isMain: boolean) => unknown;

/**
 * Parts of the library that are loaded when they are first called: SSH, which the lab does by `ssh` itself, and the session
 * with BuildKit. Both are functions, and their dependencies take most of the time.
 */
const ON_CALL: Record<string, string> = {
  "./ssh": "/docker-modem/lib/modem.js",
  "./session": "/dockerode/lib/docker.js",
};

let library: typeof Dockerode | undefined;

/** The client library, loaded when it is first needed, because that takes longer than a call of the engine. */
export function loadLibrary(): typeof Dockerode {
  library ??= withoutDebug(() => loadingOnCall(() => createRequire(import.meta.url)("dockerode")));
  return library as typeof Dockerode;
}

/** With DEBUG=* it would print every request with its headers, and with them the logins of registries. */
function withoutDebug<Result>(load: () => Result): Result {
  const { DEBUG } = process.env;
  if (DEBUG !== undefined) process.env.DEBUG = `${DEBUG},-modem`;
  try {
    return load();
  } finally {
    if (DEBUG !== undefined) process.env.DEBUG = DEBUG;
  }
}

function loadingOnCall<Result>(loadAll: () => Result): Result {
  const loader = Module as unknown as { _load: Load };
  const load = loader._load;
  loader._load = (request, parent, isMain) => {
    const isOnCall = ON_CALL[request] !== undefined && parent?.filename.endsWith(ON_CALL[request]);
    if (!isOnCall) return load(request, parent, isMain);
    return (...args: unknown[]) => (load(request, parent, false) as (...args: unknown[]) => unknown)(...args);
  };
  try {
    return loadAll();
  } finally {
    loader._load = load;
  }
}
