import type { Response } from "express";

/** One open page. */
export interface Subscriber {
  /** A state has changed; it is sent now, or once the page has read what was sent before. */
  changed(name: string): void;
  /** Shows proxies and the browser that the connection lives; cuts off a page that has read nothing since the last beat. */
  beat(): void;
  end(): void;
}

/** Sends all states as server-sent events; `texts` has the newest of each as JSON, which has no line breaks. */
export function createSubscriber(res: Response, texts: ReadonlyMap<string, string>): Subscriber {
  const waiting = new Set<string>();
  let isFull = false;
  let isLate = false;
  res.status(200).set({ "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" }).flushHeaders();
  res.on("drain", () => {
    isFull = false;
    isLate = false;
    send();
  });

  function send(): void {
    if (waiting.size === 0 || isFull || res.closed) return;
    const events = [...waiting].map((name) => `event: ${name}\ndata: ${texts.get(name)}\n\n`);
    waiting.clear();
    isFull = !res.write(events.join(""));
  }

  for (const name of texts.keys()) waiting.add(name);
  res.write("retry: 1000\n\n");
  send();
  return {
    changed: (name) => {
      waiting.add(name);
      send();
    },
    beat: () => {
      if (isLate) return void res.destroy();
      isLate = isFull;
      if (!isFull) isFull = !res.write(": alive\n\n");
    },
    end: () => void res.end(),
  };
}
