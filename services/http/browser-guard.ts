import type { Request, RequestHandler, Response } from "express";
import { Problem } from "./problems.ts";
import { REQUEST_ID } from "./requests.ts";

type OwnNames = (name: string) => boolean;

/**
 * Lets only pages on this machine use the service, in any way: an image or a form sends no preflight, and a foreign
 * name that was made to point to 127.0.0.1 gives a page the same origin. Clients that are no browsers send none of
 * these headers.
 */
export function guardAgainstForeignPages(isOwnName: OwnNames): RequestHandler {
  const isTrustedByBrowsers = createHostCheck(isOwnName);
  return (req, res, next) => {
    const { origin, host = "" } = req.headers;
    const isTrusted = isTrustedByBrowsers(host);
    if (origin !== undefined) allowOrigin(origin, res, isOwnName);
    else if (comesFromElsewhere(req, isTrusted, isOwnName)) throw foreignPage();
    if (isPreflight(req)) answerPreflight(req, res);
    else next();
  };
}

// Nearly all requests name the same few hosts, so each is parsed once.
function createHostCheck(isOwnName: OwnNames): (host: string) => boolean {
  const known = new Map([["", true]]);
  return (host) => {
    const isKnownTrusted = known.get(host);
    if (isKnownTrusted !== undefined) return isKnownTrusted;
    const name = nameIn(`http://${host}`);
    if (!isOwnName(name)) throw foreignHost();
    const isTrusted = TRUSTED_BY_BROWSERS.test(name);
    if (known.size < 100) known.set(host, isTrusted);
    return isTrusted;
  };
}

// https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy; without TLS, browsers tell no other host
// where a request comes from, not even 0.0.0.0.
const TRUSTED_BY_BROWSERS = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

function foreignHost(): Problem {
  return new Problem(403, "foreign-host", "The request is for another host", {
    detail: "The Host header names neither this machine nor this service.",
    hint: "Use localhost, or name the host in ALLOWED_HOSTS.",
  });
}

// Every cross-origin request that a page makes by script, or by POST, names the page's origin; "null" hides it.
function allowOrigin(origin: string, res: Response, isOwnName: OwnNames): void {
  if (!/^https?:/i.test(origin) || !isOwnName(nameIn(origin))) throw foreignPage();
  res.setHeader("access-control-allow-origin", origin);
  res.setHeader("access-control-expose-headers", `${REQUEST_ID}, retry-after`);
  res.setHeader("vary", "origin");
}

// Images, scripts and links send no origin, but current browsers say whether the page is from elsewhere; a browser that
// does not must name an allowed page. Pages of one site are on this machine only if the site is localhost.
function comesFromElsewhere(req: Request, isTrusted: boolean, isOwnName: OwnNames): boolean {
  const site = req.headers["sec-fetch-site"];
  if (site === "cross-site") return true;
  if (isTrusted || site === "same-origin" || site === "none") return false;
  if (site === undefined && !isBrowser(req)) return false;
  return req.path.startsWith("/api/") && !isOwnName(nameIn(req.headers.referer ?? ""));
}

// Every browser has such a name, which no page can change; PowerShell has one as well.
function isBrowser({ headers }: Request): boolean {
  const name = headers["user-agent"] ?? "";
  return name.startsWith("Mozilla/") && !name.includes("PowerShell/");
}

function foreignPage(): Problem {
  return new Problem(403, "foreign-page", "Pages from elsewhere may not use this service", {
    detail: "A browser sent this for a page that is not on this machine.",
    hint: "Use localhost for the page (http or https, any port) and for the service, or name the page's host in ALLOWED_HOSTS.",
  });
}

function isPreflight({ method, headers }: Request): boolean {
  return method === "OPTIONS" && headers.origin !== undefined && "access-control-request-method" in headers;
}

function answerPreflight({ headers }: Request, res: Response): void {
  res.setHeader("access-control-allow-methods", "GET, HEAD, POST");
  const wanted = headers["access-control-request-headers"];
  if (wanted) res.setHeader("access-control-allow-headers", wanted);
  res.setHeader("access-control-max-age", "600");
  res.status(204).end();
}

/** The host name of a URL, as browsers write it; empty where there is none. */
function nameIn(url: string): string {
  return URL.parse(url)?.hostname.replace(/\.$/, "") ?? "";
}
