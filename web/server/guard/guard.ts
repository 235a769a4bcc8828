import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import type { Problem } from "../../../services/http/problems.ts";
import { PAGE_PROTOCOL, PAGE_TOKEN_HEADER } from "../../contract/page-token.ts";
import { TERMINAL_PROTOCOL } from "../../contract/terminal.ts";
import { hasCookie, setCookie } from "./cookie.ts";
import { createTokenCheck } from "./first-token.ts";
import { isSame, keyFor } from "./keys.ts";
import { ownOrigins } from "./own-address.ts";
import { pageHeaders } from "./page-headers.ts";
import { answerRefusal, refusals, smallPage } from "./refusals.ts";
import type { Session } from "./session.ts";

export interface GuardSettings {
  readonly session: Session;
  /** Where the server listens. */
  readonly port: number;
  /** Host names besides loopback, served over https by a proxy in front. */
  readonly hosts: readonly string[];
  readonly now?: () => number;
}

/** Who may ask. Whoever gets past it is the lab's own page in a browser that was let in by a token. */
export interface Guard {
  /** Comes before everything else; `res.locals.nonce` is the answer's nonce. */
  readonly http: RequestHandler;
  /** Why a request for a socket is refused, or undefined. */
  readonly refusalOfSocket: (req: IncomingMessage) => Problem | undefined;
  /** What the page sends with changes, and with sockets. */
  readonly pageToken: string;
}

/** Checks host, origin, cookie and the page's token, in this order. */
export function createGuard({ session, port, hosts, now }: GuardSettings): Guard {
  const cookie = keyFor(session.secret, "cookie");
  const pageToken = keyFor(session.secret, "page");
  const redeem = createTokenCheck(session.secret, now);
  const own = hosts.map((host) => host.toLowerCase());
  const isKnown = (req: IncomingMessage) => hasCookie(req.headers.cookie, port, cookie);

  function letIn(req: Request, res: Response, token: string): void {
    const reason = redeem(token);
    if (reason === undefined) res.set("Set-Cookie", setCookie(port, cookie, isHttps(req)));
    // Whoever is known already and uses an address again, for example by going back, just sees the page.
    if (reason === undefined || isKnown(req)) res.redirect(303, "/");
    else answerRefusal(req, res, refusals.token(reason));
  }

  return {
    pageToken,
    http: (req, res, next) => {
      res.locals.nonce = randomBytes(16).toString("base64url");
      res.set(pageHeaders(res.locals.nonce));
      const origins = isPlain(req) ? ownOrigins(req.headers, own) : undefined;
      if (origins === undefined) return answerRefusal(req, res, refusals.host());
      if (comesFromElsewhere(req, origins)) return answerRefusal(req, res, refusals.page());
      const token = tokenIn(req);
      if (token !== undefined) return letIn(req, res, token);
      if (!isKnown(req)) {
        if (isLinkFromElsewhere(req)) return askAgain(res);
        return answerRefusal(req, res, refusals.cookie());
      }
      if (isChange(req) && !isSame(String(req.headers[PAGE_TOKEN_HEADER] ?? ""), pageToken))
        return answerRefusal(req, res, refusals.pageToken());
      next();
    },
    refusalOfSocket: (req) => {
      const origins = isPlain(req) ? ownOrigins(req.headers, own) : undefined;
      if (origins === undefined) return refusals.host();
      if (!origins.includes(req.headers.origin ?? "")) return refusals.page();
      if (!isKnown(req)) return refusals.cookie();
      return protocolsOf(req).some((each) => isSame(each, `${PAGE_PROTOCOL}${pageToken}`)) &&
        protocolsOf(req).includes(TERMINAL_PROTOCOL)
        ? undefined
        : refusals.pageToken();
    },
  };
}

/** A path, not a whole URL with a host of its own; and one Host only, because a proxy may look at another than we do. */
function isPlain(req: IncomingMessage): boolean {
  const names = req.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  return (req.url ?? "").startsWith("/") && names.filter((name) => name === "host").length === 1;
}

// Browsers name the origin with every change, and with what scripts of other origins ask. Pages on another port of
// this machine count as the same site, so that the cookie comes with what they load; current browsers say so.
function comesFromElsewhere(req: Request, origins: readonly string[]): boolean {
  const { origin, "sec-fetch-site": site } = req.headers;
  if (isChange(req) || origin !== undefined) return !origins.includes(origin ?? "");
  return !(site === undefined || site === "same-origin" || site === "none" || isNavigation(req));
}

function isChange({ method }: Request): boolean {
  return method !== "GET" && method !== "HEAD";
}

function isNavigation({ headers }: Request): boolean {
  return headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
}

function tokenIn(req: Request): string | undefined {
  const { token } = req.query;
  return req.method === "GET" && req.path === "/" && typeof token === "string" ? token : undefined;
}

function isHttps({ headers }: IncomingMessage): boolean {
  return headers["x-forwarded-proto"] === "https";
}

// A link on another site, such as a terminal in a browser, comes without the strict cookie. A reload has it.
function isLinkFromElsewhere(req: Request): boolean {
  const site = req.headers["sec-fetch-site"];
  return (
    req.method === "GET" &&
    req.path === "/" &&
    site !== undefined &&
    site !== "same-origin" &&
    site !== "none"
  );
}

function askAgain(res: Response): void {
  res.type("html").send(smallPage("One moment", [], `<meta http-equiv="refresh" content="0; url=/">`));
}

function protocolsOf({ headers }: IncomingMessage): string[] {
  return (headers["sec-websocket-protocol"] ?? "").split(",").map((each) => each.trim());
}
