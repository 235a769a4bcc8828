import express, { type Express, type RequestHandler } from "express";
import type { Logger } from "../shared/logging.ts";
import type { Metrics } from "../shared/metrics.ts";
import { guardAgainstForeignPages } from "./browser-guard.ts";
import type { ApiDocument } from "./openapi.ts";
import { answerProblems, Problem } from "./problems.ts";
import { observeRequests } from "./requests.ts";

/** The answer of /readyz: `waitingFor` is empty when there is nothing left to wait for. */
export type Readiness = { waitingFor: string[]; [detail: string]: unknown };

/** The parts that both apps need. */
export type CommonParts = {
  log: Logger;
  metrics: Metrics;
  readiness: () => Promise<Readiness>;
  /** Whether a host name in a URL means this service. */
  isOwnName: (name: string) => boolean;
};

/** An Express app with everything that both services share around their own routes. */
export function createServiceApp(
  parts: CommonParts,
  api: ApiDocument,
  addRoutes: (app: Express) => void,
): Express {
  const app = express().disable("x-powered-by").disable("etag");
  app.use(observeRequests(parts.log, parts.metrics));
  app.use(guardAgainstForeignPages(parts.isOwnName));
  addRoutes(app);
  addHealthRoutes(app, parts.readiness);
  addDescriptions(app, parts.metrics, api);
  app.use(() => {
    throw new Problem(404, "not-found", "There is nothing at this address", {
      hint: "See /openapi.json for what there is.",
    });
  });
  app.use(answerProblems(parts.log));
  return app;
}

/** Refuses every other method than those of a route; RFC 9110 requires the answer to name them. */
export function allowOnly(allow: string): RequestHandler {
  return () => {
    throw new Problem(405, "method-not-allowed", "This address does not take this method", { allow });
  };
}

// Is the process alive (restart it if not), and can it do its work now (send it requests only then)?
function addHealthRoutes(app: Express, readiness: CommonParts["readiness"]): void {
  const health = app.route("/healthz").get((_req, res) => void res.json({ status: "alive" }));
  health.all(allowOnly("GET, HEAD"));
  const ready = app.route("/readyz").get(async (_req, res) => {
    const { waitingFor, ...details } = await readiness();
    const isReady = waitingFor.length === 0;
    res.status(isReady ? 200 : 503).json({ status: isReady ? "ready" : "not-ready", waitingFor, ...details });
  });
  ready.all(allowOnly("GET, HEAD"));
}

function addDescriptions(app: Express, { registry }: Metrics, api: ApiDocument): void {
  const metrics = app.route("/metrics").get(async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  });
  metrics.all(allowOnly("GET, HEAD"));
  app
    .route("/openapi.json")
    .get((_req, res) => void res.json(api))
    .all(allowOnly("GET, HEAD"));
}
