import { setTimeout as pause } from "node:timers/promises";
import { connectTo } from "../../tests/cluster/support/load.ts";

const EVERY_MS = 100;

/** Sends so many messages a second to the lab's topic, a batch each tenth of a second, until it is stopped. */
export async function startSteadyLoad(perSecond: number): Promise<() => Promise<{ sent: number }>> {
  const producer = connectTo({ bootstrap: ["127.0.0.1:9092"] }).producer();
  await producer.connect();
  const batch = Array.from({ length: (perSecond * EVERY_MS) / 1_000 }, (_, at) => ({
    key: `key-${at % 10}`,
    value: "Hello, Kafka!",
  }));
  let isOver = false;
  let sent = 0;
  const sending = (async () => {
    while (!isOver) {
      const next = pause(EVERY_MS);
      await producer.send({ topic: "message-topic", messages: batch });
      sent += batch.length;
      await next;
    }
  })();
  return async () => {
    isOver = true;
    await sending;
    await producer.disconnect();
    return { sent };
  };
}
