import express, { type Express, type Request, type Response } from "express";
import { Problem } from "../shared/problems.ts";
import { REQUEST_ID, requestIdOf, sendText, wantsJson } from "../shared/requests.ts";
import { allowOnly, type CommonParts, createServiceApp } from "../shared/service-app.ts";
import { describeServiceA, type OutgoingMessage, parseMessage, type Receipt, sentence } from "./contract.ts";

type Parts = CommonParts & {
  send: (message: OutgoingMessage) => Promise<Receipt>;
  bodyLimitBytes: number;
};

/** HTTP in, Kafka out: takes a message, has it stored, and says where. */
export function createApp(parts: Parts): Express {
  const readBody = express.text({ type: ["application/json", "text/plain"], limit: parts.bodyLimitBytes });
  return createServiceApp(parts, describeServiceA(parts.bodyLimitBytes), (app) => {
    const messages = app.route("/api/messages");
    messages.post(readBody, async (req: Request, res: Response) => {
      const { message, key, headers } = parseMessage(bodyOf(req));
      const outgoing = { message, key, headers: { ...headers, [REQUEST_ID]: requestIdOf(res) } };
      const receipt = await parts.send(outgoing);
      if (wantsJson(req)) res.json({ message, ...receipt });
      else sendText(res, sentence(message, receipt));
    });
    messages.all(allowOnly("POST"));
  });
}

function bodyOf(req: Request): unknown {
  const hint = 'Send application/json ("Hello, Kafka!") or text/plain.';
  if (typeof req.body !== "string") {
    const isEmpty = req.is("*/*") === null || req.headers["content-length"] === "0";
    if (isEmpty) throw new Problem(400, "no-body", "The request has no body", { hint });
    throw new Problem(415, "unsupported-media-type", "The body is of another type", { hint });
  }
  if (req.is("text/plain")) return req.body;
  try {
    return JSON.parse(req.body);
  } catch {
    throw new Problem(400, "malformed-json", "The body is not JSON", {
      hint: "A JSON string stands in quotes.",
    });
  }
}
