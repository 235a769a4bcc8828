import { expect, test } from "vitest";
import { freshTopic, launchReady, post, read } from "./support/launch-service.ts";
import { BROKER, docker, kafkaTool } from "./support/own-broker.ts";

/** Writes lines with Kafka's own console producer. */
async function javaProduces(topic: string, lines: string[], options = ""): Promise<void> {
  const command = `kafka-console-producer --topic ${topic} ${options} --bootstrap-server 127.0.0.1:29092`;
  await docker("exec", BROKER, "bash", "-c", `printf '%s\\n' "$@" | ${command}`, "-", ...lines);
}

test("when a key goes through service-a or through a Java producer, then it gets the same partition", async () => {
  const topic = { ...freshTopic(), TOPIC_PARTITIONS: "7" };
  const a = await launchReady("service-a", topic);
  const b = await launchReady("service-b", topic);
  const keys = [
    "21",
    "foobar",
    "a-little-bit-long-string",
    "Zürich",
    "日本",
    "k1",
    "k2",
    "k3",
    "k4",
    "k5",
    "k6",
    "k7",
  ];
  for (const key of keys) await post(a.url, { message: "ours", key });
  await javaProduces(
    topic.TOPIC,
    keys.map((key) => `${key}:java`),
    "--property parse.key=true --property key.separator=:",
  );
  const messages = await read(b.url, keys.length * 2);
  const places = (from: string) =>
    Object.fromEntries(
      messages.filter(({ message }) => message === from).map(({ key, partition }) => [key, partition]),
    );
  expect(Object.keys(places("ours")).length).toBe(keys.length);
  expect(places("ours")).toEqual(places("java"));
  expect(new Set(Object.values(places("ours"))).size).toBeGreaterThan(2);
});

for (const codec of ["gzip", "snappy", "lz4", "zstd"]) {
  test(`when batches are compressed with ${codec}, then Java reads ours and we read Java's`, async () => {
    const topic = freshTopic();
    const a = await launchReady("service-a", { ...topic, COMPRESSION: codec });
    const b = await launchReady("service-b", topic);
    const text = "Hello, Kafka! ".repeat(5_000);
    await Promise.all([
      post(a.url, text),
      ...Array.from({ length: 20 }, (_, index) => post(a.url, `ours ${index}`)),
    ]);
    const reading = `kafka-console-consumer --topic ${topic.TOPIC} --from-beginning --max-messages 21 --timeout-ms 20000`;
    const lines = (await kafkaTool(reading)).split("\n");
    expect(lines.map((line) => line.trim())).toContain(text.trim());
    expect(lines.length).toBe(21);
    await javaProduces(topic.TOPIC, ["from Java", text], `--compression-codec ${codec}`);
    const messages = (await read(b.url, 23)).map(({ message }) => message);
    expect(messages).toEqual(expect.arrayContaining(["ours 19", "from Java", text]));
  });
}
