import type { WorkshopLab } from "../authoring/lesson.ts";

/** The bytes that a message takes in the log of this topic's first partition, for each codec; small batches do not count. */
export async function batchesOf(lab: WorkshopLab, topic: string): Promise<Map<string, number>> {
  const files = `/var/lib/kafka/data/${topic}-0/*.log`;
  const dump = `ls ${files} && kafka-dump-log --files "$(ls ${files} | paste -sd, -)"`;
  const { stdout } = await lab.exec("kafka", ["bash", "-c", dump]);
  const sums = new Map<string, { bytes: number; messages: number }>();
  for (const [, count, size, codec = ""] of stdout.matchAll(
    /count: (\d+) .*? size: (\d+) .*? compresscodec: (\w+)/g,
  )) {
    const { bytes, messages } = sums.get(codec) ?? { bytes: 0, messages: 0 };
    sums.set(codec, { bytes: bytes + Number(size), messages: messages + Number(count) });
  }
  const large = [...sums].filter(([, { messages }]) => messages >= 100);
  return new Map(large.map(([codec, { bytes, messages }]) => [codec, bytes / messages]));
}
