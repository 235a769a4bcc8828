import express, { type Express } from "express";
import { z } from "zod";
import { healthRoutes, type Readiness } from "../shared/health.ts";
import { type Logger, logRequests } from "../shared/logging.ts";
import { answerProblems, Problem } from "../shared/problems.ts";
import type { OutgoingMessage, Receipt } from "./message-producer.ts";

type Parts = {
  send: (message: OutgoingMessage) => Promise<Receipt>;
  readiness: () => Promise<Readiness>;
  log: Logger;
  bodyLimitBytes: number;
};

/** HTTP in, Kafka out: takes a message, has it stored, and says where. */
export function createApp({ send, readiness, log, bodyLimitBytes }: Parts): Express {
  const app = express().disable("x-powered-by").disable("etag");
  app.use(healthRoutes(readiness));
  app.use(logRequests(log));
  app.post(
    "/api/messages",
    express.json({ strict: false, limit: bodyLimitBytes }),
    express.text({ limit: bodyLimitBytes }),
    async (req, res) => {
      const outgoing = readMessage(req.body);
      const receipt = await send(outgoing);
      const answer = { message: outgoing.message, ...receipt };
      if (req.accepts(["text", "json"]) === "json") res.json(answer);
      else res.type("text").send(sentence(answer));
    },
  );
  app.use(() => {
    throw new Problem(404, "not-found", "There is nothing here", { hint: "POST /api/messages" });
  });
  app.use(answerProblems(log));
  return app;
}

const bodySchema = z.union([
  z.string(),
  z.strictObject({
    message: z.string(),
    key: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
]);

function readMessage(body: unknown): OutgoingMessage {
  const result = bodySchema.safeParse(body);
  if (!result.success)
    throw new Problem(400, "invalid-message", "The body is not a message", {
      hint: 'Send a JSON string: "Hello, Kafka!"',
    });
  return typeof result.data === "string" ? { message: result.data } : (result.data as OutgoingMessage);
}

function sentence({ message, topic, partition, offset }: Receipt & { message: string }): string {
  return `Message '${message}' sent to ${topic} [[${partition}]] @${offset ?? "unknown (ACKS=0: nobody acknowledged)"}`;
}
