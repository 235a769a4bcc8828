import type { Express, Response } from "express";
import { REQUEST_ID, sendText, wantsJson } from "../http/requests.ts";
import { allowOnly, type CommonParts, createServiceApp } from "../http/service-app.ts";
import { describeServiceB, type IncomingMessage, parseTimeoutMs, sentence } from "./contract.ts";
import type { Delivery, Wait } from "./delivery-queue.ts";

type Parts = CommonParts & {
  take: (timeoutMs: number) => Wait<IncomingMessage>;
  /** Throws the reason if no message came because this instance is not in its group. */
  checkMembership: () => void;
  writeDeadlineMs: number;
};

/** Kafka in, HTTP out: each message goes to one reader, and counts as read once its answer is sent. */
export function createApp({ take, checkMembership, writeDeadlineMs, ...common }: Parts): Express {
  return createServiceApp(common, describeServiceB(), (app) => {
    const messages = app.route("/api/messages");
    messages.head(allowOnly("GET"));
    messages.get(async (req, res) => {
      const timeoutMs = parseTimeoutMs(req.query);
      const { delivery, leave } = take(timeoutMs);
      res.once("close", leave);
      const received = await delivery;
      if (res.closed) return received?.settle(false);
      if (received) return handOver(received, res, wantsJson(req), writeDeadlineMs);
      checkMembership();
      res.status(204).end();
    });
    messages.all(allowOnly("GET"));
  });
}

// "close" comes last in every case; only a finished answer counts. A reader that takes too long to receive it is cut
// off, because the messages behind this one wait.
function handOver(
  delivery: Delivery<IncomingMessage>,
  res: Response,
  asJson: boolean,
  deadlineMs: number,
): void {
  const { message, settle } = delivery;
  const deadline = setTimeout(() => res.destroy(), deadlineMs);
  const settleOnClose = () => {
    clearTimeout(deadline);
    settle(res.writableFinished);
  };
  res.once("close", settleOnClose);
  const { partition, offset, headers } = message;
  res.locals.log = { partition, offset, sentBy: headers[REQUEST_ID] };
  if (asJson) res.json(message);
  else sendText(res, sentence(message));
}
