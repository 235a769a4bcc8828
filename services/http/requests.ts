import { randomUUID } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import type { Logger } from "../shared/logging.ts";
import type { Metrics } from "../shared/metrics.ts";

/** The header that follows one request through both services, and through Kafka between them. */
export const REQUEST_ID = "x-request-id";

/** Gives each request an id, and writes one log line and one measurement when it ends. */
export function observeRequests(log: Logger, metrics: Metrics): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    const requestId = readRequestId(req);
    res.setHeader(REQUEST_ID, requestId);
    res.once("close", () => {
      const durationMs = Math.round((performance.now() - startedAt) * 1_000) / 1_000;
      const { method, originalUrl: url, route } = req;
      const status = res.writableFinished ? res.statusCode : CLIENT_GONE;
      metrics.observeRequest(method, route?.path ?? "none", status, durationMs / 1_000);
      const line = { requestId, method, url, status, durationMs, ...res.locals.log };
      log[isProbe(url) ? "debug" : "info"](line, "request");
    });
    next();
  };
}

/** The id of the request that this response answers. */
export function requestIdOf(res: Response): string {
  return String(res.getHeader(REQUEST_ID));
}

/** Text is for people; JSON is for clients that ask for it and prefer it. */
export function wantsJson(req: Request): boolean {
  const { accept = "*/*" } = req.headers;
  return accept !== "*/*" && req.accepts(["text", "json"]) === "json";
}

/** Answers with text. Express would look up, parse and format its media type each time. */
export function sendText(res: Response, text: string): void {
  res.setHeader("content-type", "text/plain; charset=utf-8");
  res.end(text);
}

// The status that nginx logs when the client closed the connection before its answer was out.
const CLIENT_GONE = 499;

// A caller's id goes into logs and Kafka headers, so only harmless characters and lengths are accepted.
function readRequestId(req: Request): string {
  const given = req.headers[REQUEST_ID];
  return typeof given === "string" && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
}

function isProbe(url: string): boolean {
  return url === "/healthz" || url === "/readyz" || url === "/metrics";
}
