import { setTimeout as sleep } from "node:timers/promises";
import type { Receipt } from "../../services/service-a/contract.ts";
import type { IncomingMessage } from "../../services/service-b/contract.ts";

/** The place of a message in the log. */
interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** A message that service-a has acknowledged, or that service-b has handed over. */
export interface Seen extends Place {
  readonly message: string;
  readonly atMs: number;
}

/** How many acknowledged messages may wait to be read, so that messages read are never much older than the fault. */
const backlogLimit = 100;
const pauseAfterErrorMs = 50;
const senders = 2;

/**
 * Senders and one reader, without pause, until stopped. One reader, because the order of answers to several would say
 * nothing about the order in which they were handed over.
 */
export function startTraffic(urls: { send: string; read: string }, run: string) {
  const acknowledged: Seen[] = [];
  const reads: Seen[] = [];
  const seen = new Set<string>();
  const unread = new Map<string, Seen>();
  const phase = { sending: true, reading: true };

  async function send(sender: number): Promise<void> {
    for (let index = 0; phase.sending; index++) {
      while (phase.sending && unread.size > backlogLimit) await sleep(5);
      const message = `${run} ${sender} ${index}`;
      const receipt = await post(urls.send, message);
      if (receipt) acknowledge({ message, ...receipt, atMs: performance.now() });
      else await sleep(pauseAfterErrorMs);
    }
  }

  function acknowledge(one: Seen): void {
    acknowledged.push(one);
    if (!seen.has(placeOf(one))) unread.set(placeOf(one), one);
  }

  async function read(): Promise<void> {
    while (phase.reading) {
      const got = await get(urls.read);
      const message = got?.message;
      if (got && typeof message === "string" && message.startsWith(run)) {
        const { partition, offset } = got;
        reads.push({ message, partition, offset, atMs: performance.now() });
        seen.add(placeOf(got));
        unread.delete(placeOf(got));
      } else if (got === undefined) await sleep(pauseAfterErrorMs);
    }
  }

  const sending = Promise.all(Array.from({ length: senders }, (_, sender) => send(sender)));
  const reading = read();
  return {
    acknowledged,
    reads,
    /** Acknowledged, and not yet read at the place that the acknowledgement named. */
    unread: () => [...unread.values()],
    /** Stops waiting for this one. */
    forget: (one: Seen) => unread.delete(placeOf(one)),
    stopSending: () => {
      phase.sending = false;
      return sending;
    },
    stopReading: () => {
      phase.reading = false;
      return reading;
    },
  };
}

export type Traffic = ReturnType<typeof startTraffic>;

/** A partition and an offset, as Kafka's tools write them. */
export const placeOf = ({ partition, offset }: Place) => `${partition}@${offset}`;

async function post(url: string, message: string): Promise<Place | undefined> {
  const response = await ask(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(message),
  });
  if (response?.status !== 200) return undefined;
  const { partition, offset } = (await response.json()) as Receipt;
  // With acks=all, which the lab runs with, the offset is always known.
  return { partition, offset: offset ?? Number.NaN };
}

/** Null when no message came in time, undefined when the service did not answer or refused. */
async function get(url: string): Promise<IncomingMessage | null | undefined> {
  const response = await ask(`${url}?timeout=2`, { headers: { accept: "application/json" } });
  if (response?.status === 204) return null;
  return response?.status === 200 ? ((await response.json()) as IncomingMessage) : undefined;
}

/** A caller that gives up after a while, as callers do; the message that it would have got must come again. */
async function ask(url: string, init: RequestInit): Promise<Response | undefined> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(20_000) });
    const body = await response.arrayBuffer();
    return new Response(response.status === 204 ? null : body, { status: response.status });
  } catch {
    return undefined;
  }
}
