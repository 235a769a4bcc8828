import type { KafkaState } from "../../../web/contract/kafka.ts";
import { EVENTS_PATH, type States } from "../../../web/contract/states.ts";
import { openUrl } from "../../../web/server/running-server.ts";
import { serve } from "../../web/support/served-lab.ts";

/** The page of a lab, as a browser that shows it gets it. */
export interface OpenPage {
  /** Kafka as the newest event has it. */
  kafka(): KafkaState | undefined;
  close(): void;
}

/** Serves the page of a folder, and listens to its events. */
export async function openPage(dir: string): Promise<OpenPage> {
  const { child, port } = await serve(dir);
  const entered = await fetch(openUrl(dir, port), { redirect: "manual" });
  const [cookie = ""] = (entered.headers.get("set-cookie") ?? "").split(";");
  const leaving = new AbortController();
  const events = await fetch(`http://127.0.0.1:${port}${EVENTS_PATH}`, {
    headers: { cookie },
    signal: leaving.signal,
  });
  let newest: States["kafka"] | undefined;
  const listening = listen(events, (name, data) => {
    if (name === "kafka") newest = JSON.parse(data);
  });
  listening.catch(() => undefined); // it ends when the page is closed
  return {
    kafka: () => newest,
    close() {
      leaving.abort();
      child.kill();
    },
  };
}

/** Reads server-sent events: a name, and data in one line. */
async function listen({ body }: Response, use: (name: string, data: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const [, name] = /^event: ?(.*)$/m.exec(event) ?? [];
      const [, data] = /^data: ?(.*)$/m.exec(event) ?? [];
      if (name !== undefined && data !== undefined) use(name, data);
    }
  }
}
