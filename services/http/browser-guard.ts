import type { IncomingHttpHeaders } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import { Problem } from "./problems.ts";
import { REQUEST_ID } from "./requests.ts";

type OwnNames = (name: string) => boolean;

/**
 * Lets pages on this machine use the service, and no other page, by any road: an image or a form sends no preflight,
 * and a foreign name that was made to point to 127.0.0.1 makes a page of the same origin. What is no browser sends
 * none of the headers in question.
 */
export function guardAgainstForeignPages(isOwnName: OwnNames): RequestHandler {
  const checkHost = createHostCheck(isOwnName);
  return (req, res, next) => {
    const { origin } = req.headers;
    checkHost(req.headers);
    if (origin === undefined) checkFetchSite(req);
    else allowOrigin(origin, res, isOwnName);
    if (isPreflight(req)) answerPreflight(req, res);
    else next();
  };
}

// Nearly all requests name the same few hosts: what was taken apart once is known.
function createHostCheck(isOwnName: OwnNames): (headers: IncomingHttpHeaders) => void {
  const known = new Set([""]);
  return ({ host = "" }) => {
    if (known.has(host)) return;
    if (!isOwnName(nameIn(`http://${host}`))) throw foreignHost();
    if (known.size < 100) known.add(host);
  };
}

function foreignHost(): Problem {
  return new Problem(403, "foreign-host", "The request is for another host", {
    detail: "The Host header names neither this machine nor this service.",
    hint: "Use localhost, or name the host in ALLOWED_HOSTS.",
  });
}

// Whatever a page makes the browser send across origins by script, or by POST, names the page's origin; "null" hides it.
function allowOrigin(origin: string, res: Response, isOwnName: OwnNames): void {
  if (!/^https?:/i.test(origin) || !isOwnName(nameIn(origin))) throw foreignPage();
  res.setHeader("access-control-allow-origin", origin);
  res.setHeader("access-control-expose-headers", `${REQUEST_ID}, retry-after`);
  res.setHeader("vary", "origin");
}

// Images, scripts and links send no origin; browsers of today say whether the page is from elsewhere.
function checkFetchSite(req: Request): void {
  const { headers, method } = req;
  if (headers["sec-fetch-site"] !== "cross-site") return;
  const isLinkToDocs = req.path === "/docs" && method === "GET" && headers["sec-fetch-dest"] === "document";
  if (!isLinkToDocs) throw foreignPage();
}

function foreignPage(): Problem {
  return new Problem(403, "foreign-page", "Pages from elsewhere may not use this service", {
    detail: "A browser sent this for a page that is not on this machine.",
    hint: "Serve the page from http://localhost (any port), or name its host in ALLOWED_HOSTS.",
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
