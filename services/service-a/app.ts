import express, { type Express, type Request, type Response } from "express";
import { Problem } from "../shared/problems.ts";
import { REQUEST_ID, requestIdOf } from "../shared/requests.ts";
import { allowOnly, type CommonParts, createServiceApp } from "../shared/service-app.ts";
import { describeServiceA, type OutgoingMessage, parseMessage, type Receipt, sentence } from "./contract.ts";

type Parts = CommonParts & {
  send: (message: OutgoingMessage) => Promise<Receipt>;
  bodyLimitBytes: number;
};

/** HTTP in, Kafka out: takes a message, has it stored, and says where. */
export function createApp(parts: Parts): Express {
  const limit = parts.bodyLimitBytes;
  const readBody = [express.json({ strict: false, limit }), express.text({ limit })];
  return createServiceApp(parts, describeServiceA(limit), (app) => {
    const messages = app.route("/api/messages");
    messages.post(readBody, async (req: Request, res: Response) => {
      if (req.body === undefined) throw noReadableBody(req);
      const { message, key, headers } = parseMessage(req.body);
      const outgoing = { message, key, headers: { ...headers, [REQUEST_ID]: requestIdOf(res) } };
      const receipt = await parts.send(outgoing);
      if (req.accepts(["text", "json"]) === "json") res.json({ message, ...receipt });
      else res.type("text").send(sentence(message, receipt));
    });
    messages.all(allowOnly("POST"));
  });
}

function noReadableBody(req: Request): Problem {
  const hint = "Send application/json or text/plain.";
  if (req.is("*/*") === null) return new Problem(400, "no-body", "The request has no body", { hint });
  return new Problem(415, "unsupported-media-type", "The body is of another type", { hint });
}
