import type { Express, Request, Response } from "express";
import { REQUEST_ID, requestIdOf, sendText, wantsJson } from "../http/requests.ts";
import { allowOnly, type CommonParts, createServiceApp } from "../http/service-app.ts";
import { bodyOf, readBody } from "./body.ts";
import {
  describeServiceA,
  type OutgoingMessage,
  parseDeadlineMs,
  parseMessage,
  type Receipt,
  sentence,
} from "./contract.ts";
import type { Patience } from "./group-commit.ts";

type Parts = CommonParts & {
  send: (message: OutgoingMessage, patience?: Patience) => Promise<Receipt>;
  bodyLimitBytes: number;
};

/** HTTP in, Kafka out: takes a message, has it stored, and answers where. */
export function createApp(parts: Parts): Express {
  return createServiceApp(parts, describeServiceA(parts.bodyLimitBytes), (app) => {
    const messages = app.route("/api/messages");
    messages.post(readBody(parts.bodyLimitBytes), async (req: Request, res: Response) => {
      // Express parses a query each time it is asked for, and nearly no request has one.
      const deadlineMs = req.url.includes("?") ? parseDeadlineMs(req.query) : undefined;
      const { message, key, headers } = parseMessage(bodyOf(req), requestIdOf(res));
      const outgoing = { message, key, headers: { ...headers, [REQUEST_ID]: requestIdOf(res) } };
      const receipt = await parts.send(outgoing, { deadlineMs });
      if (wantsJson(req)) res.json({ message, ...receipt });
      else sendText(res, sentence(message, receipt));
    });
    messages.all(allowOnly("POST"));
  });
}
