import type { RequestHandler } from "express";
import { createSubscriber, type Subscriber } from "./subscriber.ts";
import { createWatches, type Look } from "./watches.ts";

/** More pages than anybody opens; browsers themselves open six connections to a host. */
const MOST_SUBSCRIBERS = 32;
const HEARTBEAT_MS = 15_000;

export interface StateStream<States extends object> {
  /** Sends a state to all pages if it differs, as JSON, from the one before. */
  set<Name extends keyof States & string>(name: Name, state: States[Name]): void;
  /**
   * Looks every `everyMs` while a page is open, never twice at a time; the next look starts after the one before. A
   * look that throws changes nothing. Returns what ends the watch.
   */
  watch<Name extends keyof States & string>(
    name: Name,
    look: Look<States[Name]>,
    everyMs: number,
  ): () => void;
  /** Looks now, for example after the page has changed something. */
  refresh(name: keyof States & string): void;
  /** Sends all states, then each change, until the page leaves. */
  readonly connect: RequestHandler;
  /** How many pages are open. */
  readonly connected: () => number;
  close(): void;
}

export interface StreamOptions {
  readonly heartbeatMs?: number;
  /** Called with what a look throws. */
  readonly onError?: (name: string, error: unknown) => void;
}

/** Keeps the newest of each state; only these, and never a queue of old ones, wait for a slow page. */
export function createStateStream<States extends object>(options: StreamOptions = {}): StateStream<States> {
  const { heartbeatMs = HEARTBEAT_MS, onError = () => undefined } = options;
  const texts = new Map<string, string>();
  const subscribers = new Set<Subscriber>();
  const watches = createWatches(keep, onError);
  let heartbeat: NodeJS.Timeout | undefined;

  function keep(name: string, state: unknown): void {
    const text = JSON.stringify(state) ?? "null";
    if (texts.get(name) === text) return;
    texts.set(name, text);
    for (const subscriber of subscribers) subscriber.changed(name);
  }

  function leave(subscriber: Subscriber): void {
    subscribers.delete(subscriber);
    if (subscribers.size > 0) return;
    watches.stop();
    clearInterval(heartbeat);
  }

  function beat(): void {
    for (const subscriber of subscribers) subscriber.beat();
  }

  return {
    set: keep,
    watch: (name, look, everyMs) => watches.add(name, look, everyMs),
    refresh: (name) => watches.lookNow(name),
    connected: () => subscribers.size,
    connect: (_req, res) => {
      if (subscribers.size >= MOST_SUBSCRIBERS) return void res.status(503).end();
      const subscriber = createSubscriber(res, texts);
      subscribers.add(subscriber);
      res.once("close", () => leave(subscriber));
      if (subscribers.size > 1) return;
      watches.start();
      heartbeat = setInterval(beat, heartbeatMs);
    },
    close: () => {
      watches.stop();
      for (const subscriber of subscribers) subscriber.end();
    },
  };
}
