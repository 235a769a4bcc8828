import express, { type Express, type Router } from "express";
import type { Logger } from "pino";
import { answerProblems } from "../../services/http/problems.ts";
import { EVENTS_PATH, type States } from "../contract/states.ts";
import type { StateStream } from "./events/state-stream.ts";
import type { Guard } from "./guard/guard.ts";
import { answerRefusal, refusals } from "./guard/refusals.ts";
import { pageDocument } from "./page.ts";

export interface AppParts {
  readonly guard: Guard;
  readonly stream: StateStream<States>;
  /** Each below `/api`; it parses its own bodies, and a thrown Problem is the answer. */
  readonly routers: readonly Router[];
  /** The bundled client, served at /client. */
  readonly clientDir: string | undefined;
  readonly log: Logger;
}

/** Everything over HTTP, behind the guard. */
export function createApp({ guard, stream, routers, clientDir, log }: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(guard.http);
  app.get("/", (_req, res) => void res.type("html").send(pageDocument(res.locals.nonce, guard.pageToken)));
  if (clientDir !== undefined)
    // No redirects: one to `//host` would lead elsewhere.
    app.use("/client", express.static(clientDir, { index: false, redirect: false, cacheControl: false }));
  app.get(EVENTS_PATH, stream.connect);
  for (const router of routers) app.use("/api", router);
  app.use((req, res) => answerRefusal(req, res, refusals.notFound()));
  app.use(answerProblems(log));
  return app;
}
