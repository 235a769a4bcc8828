import { AsyncLocalStorage } from "node:async_hooks";
import Connection from "kafkajs/src/network/connection.js";

/** One attempt to send records; `sent` is true as soon as a request with them may have left. */
export type Attempt = { sent: boolean };

const PRODUCE = 0;
const attempts = new AsyncLocalStorage<Attempt>();

/**
 * kafkajs 2.2.4 does not report whether the request that failed had left: when it then looks for the brokers again and
 * finds none, it throws that error instead. Records that never left are surely not stored.
 */
export function noteWhetherSent<Result>(attempt: Attempt, send: () => Promise<Result>): Promise<Result> {
  return attempts.run(attempt, send);
}

/** Called once before the first attempt. */
export function watchProduceRequests(): void {
  const { send } = Connection.prototype;
  if (send.name === "sendAndNote") return;
  Connection.prototype.send = function sendAndNote(call) {
    const attempt = call.request.apiKey === PRODUCE && attempts.getStore();
    if (attempt) attempt.sent = true;
    return send.call(this, call);
  };
}
