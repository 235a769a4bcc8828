import type { KafkaView } from "../../contract/kafka-requests.ts";
import { ask } from "../base/ask.ts";
import { connection } from "../base/states.ts";

/** Scrolling passes many partitions. */
const AFTER_MS = 250;
/** As many as the server sends of a partition. */
const MOST_CELLS = 50;

let timer: ReturnType<typeof setTimeout> | undefined;
let wanted: KafkaView | undefined;

/** A server that was away has forgotten it. */
connection.subscribe(() => {
  if (connection.get() === "open") send();
});

/** Tells the server of which partitions the page shows records; without an answer, the cells stay empty. */
export function askForRecords(topic: string, partitions: readonly number[], cells: number): void {
  clearTimeout(timer);
  wanted = { topics: [{ topic, partitions }], cells: Math.min(MOST_CELLS, cells) };
  timer = setTimeout(send, AFTER_MS);
}

function send(): void {
  if (wanted) ask("POST /kafka/view", { body: wanted }).catch(() => undefined);
}
