import express, { type Express, type Response } from "express";
import { z } from "zod";
import { healthRoutes, type Readiness } from "../shared/health.ts";
import { type Logger, logRequests } from "../shared/logging.ts";
import { answerProblems, Problem } from "../shared/problems.ts";
import type { Delivery } from "./delivery-queue.ts";
import type { IncomingMessage } from "./message-consumer.ts";

type Parts = {
  take: (timeoutMs: number) => {
    delivery: Promise<Delivery<IncomingMessage> | undefined>;
    leave: () => void;
  };
  whyNothingCame: () => Problem | undefined;
  readiness: () => Promise<Readiness>;
  log: Logger;
};

/** Kafka in, HTTP out: each message goes to one reader and counts as read once its answer is on the way. */
export function createApp({ take, whyNothingCame, readiness, log }: Parts): Express {
  const app = express().disable("x-powered-by").disable("etag");
  app.use(healthRoutes(readiness));
  app.use(logRequests(log));
  app.get("/api/messages", async (req, res) => {
    const { delivery, leave } = take(readTimeoutMs(req.query));
    res.once("close", leave);
    const received = await delivery;
    if (received) return handOver(received, res, req.accepts(["text", "json"]) === "json");
    const reason = whyNothingCame();
    if (reason) throw reason;
    res.status(204).end();
  });
  app.use(() => {
    throw new Problem(404, "not-found", "There is nothing here", { hint: "GET /api/messages" });
  });
  app.use(answerProblems(log));
  return app;
}

// "close" comes last in every case; only a finished answer counts as handed over.
function handOver({ message, settle }: Delivery<IncomingMessage>, res: Response, asJson: boolean): void {
  const settleOnce = () => settle(res.writableFinished);
  if (res.closed) settleOnce();
  else res.once("close", settleOnce);
  if (asJson) res.json(message);
  else res.type("text").send(`Received message: ${message.message}`);
}

const querySchema = z.strictObject({ timeout: z.coerce.number().min(0).max(60).default(30) });

function readTimeoutMs(query: unknown): number {
  const result = querySchema.safeParse(query);
  if (result.success) return result.data.timeout * 1000;
  throw new Problem(400, "invalid-query", "The query cannot be understood", {
    field: "timeout",
    hint: "?timeout= takes 0 to 60 seconds.",
  });
}
