const names = ["localhost", "127.0.0.1", "::1"];

/**
 * Keeps this process's own requests to this machine away from any proxy: with NODE_USE_ENV_PROXY=1 Node's `fetch` goes by
 * the proxy of the environment, which knows nothing of a port of this machine. `fetch` reads these variables at each
 * request, and the lower-case one first.
 */
export function spareLoopback(env = process.env) {
  const given = env.no_proxy || env.NO_PROXY || "";
  const all = [...given.split(/[\s,]+/).filter(Boolean), ...names];
  const value = given.trim() === "*" ? "*" : [...new Set(all)].join(",");
  env.no_proxy = value;
  env.NO_PROXY = value;
}
