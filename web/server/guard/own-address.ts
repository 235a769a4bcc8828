import type { IncomingHttpHeaders } from "node:http";

/** The names of this machine that no page can point elsewhere, and that nobody can point here. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?$/;

/**
 * The origins that the page has when a request with these headers reaches it; undefined for a foreign host.
 *
 * - `localhost`, `127.0.0.1` and `[::1]` with any port, because `ssh -L` and editors forward the page to a port of the
 *   browser's machine, and the browser then names that port. This is safe: DNS rebinding works with a name of the
 *   attacker's, never with these. Pages on other ports still have another origin than the one they ask.
 * - A host that the settings name, over https only: a proxy in front has to say so in `X-Forwarded-Proto`. No page can
 *   add that header to a request for another origin, because we answer no preflight.
 *
 * @param hosts host names in lower case, with the port if it is not 443
 */
export function ownOrigins(headers: IncomingHttpHeaders, hosts: readonly string[]): string[] | undefined {
  const isHttps = headers["x-forwarded-proto"] === "https";
  const host = headers.host?.toLowerCase() ?? "";
  const isLoopback = isLoopbackHost(host);
  if (!isLoopback && !(isHttps && hosts.includes(host))) return undefined;
  if (!isLoopback) return [`https://${host}`];
  if (!isHttps) return [`http://${host}`];
  // Some proxies replace Host (and Origin) by their own target, and keep the browser's in X-Forwarded-Host.
  const forwarded = String(headers["x-forwarded-host"] ?? "").toLowerCase();
  const outside = hosts.includes(forwarded) ? [`https://${forwarded}`] : [];
  return [`https://${host}`, `http://${host}`, ...outside];
}

function isLoopbackHost(host: string): boolean {
  const port = LOOPBACK.exec(host)?.[1];
  return LOOPBACK.test(host) && (port === undefined || (Number(port) > 0 && Number(port) < 65_536));
}
