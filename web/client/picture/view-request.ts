import { ask } from "../base/ask.ts";

/** Scrolling passes many partitions. */
const AFTER_MS = 250;
/** As many as the server sends of a partition. */
const MOST_CELLS = 50;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells the server of which partitions the page shows records; without an answer, the cells stay empty. */
export function askForRecords(topic: string, partitions: readonly number[], cells: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const body = { topics: [{ topic, partitions }], cells: Math.min(MOST_CELLS, cells) };
    ask("POST /kafka/view", { body }).catch(() => undefined);
  }, AFTER_MS);
}
