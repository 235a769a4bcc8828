import type { Producer } from "kafkajs";
import { Partitioners } from "kafkajs";
import { z } from "zod";
import { createKafka } from "../../services/kafka/kafka-client.ts";
import { commonSettings, loadConfig } from "../../services/shared/config.ts";
import { createLogger } from "../../services/shared/logging.ts";
import { connectTo } from "./lean-client.ts";
import { median } from "./statistics.ts";
import { startSubject } from "./subject.ts";
import { load } from "./wrk.ts";

const samples = 1_000;
/** Messages in the topic that is read as fast as possible: more than one slice reads; and those sent in one request. */
const refill = 40_000;
const request = 5_000;
const services = { post: "services/service-a/main.ts", get: "services/service-b/main.ts" };
const plain = { post: "bench/http/subjects/plain-post.ts", get: "bench/http/subjects/plain-get.ts" };

/**
 * The measurements of a round in which messages go all the way, on programs that stay up for all rounds, so that all
 * are equally warm. Each measurement gives figures by name; topics and groups begin with the prefix.
 */
export async function startKafkaSubjects(prefix: string, seconds: number) {
  const topics = { raw: `${prefix}-raw`, full: `${prefix}-full` };
  const raw = await startSubject("bench/http/subjects/raw-kafkajs.ts", { TOPIC: topics.raw });
  const throughServices = await startPair(`${prefix}-services`, services);
  const throughPlain = await startPair(`${prefix}-plain`, plain);
  const reading = await startSubject(services.get, { TOPIC: topics.full, GROUP_ID: topics.full });
  const producer = await connectProducer();
  const everything = [raw, reading, ...Object.values(throughServices), ...Object.values(throughPlain)];

  const medianOf = async (path: string): Promise<number> =>
    median((await (await fetch(`${raw.url}${path}`)).json()) as number[]);

  return {
    rawSend: async () => ({ "raw kafkajs send: p50 ms": await medianOf("/sends") }),
    drain: async () => {
      await fill(producer, topics.full, refill * seconds);
      const { perSecond } = await load(reading.url, { connections: 64, seconds });
      return { "GET service-b, full topic, 64 connections: a second": perSecond };
    },
    roundTrips: [
      async () => ({ "raw kafkajs produce to consume: p50 ms": await medianOf("/round-trips") }),
      async () => ({ "POST to GET: p50 ms": await measureHttp(throughServices) }),
      async () => ({ "POST to GET, plain HTTP and kafkajs: p50 ms": await measureHttp(throughPlain) }),
    ],
    stop: async () => {
      await producer.disconnect();
      for (const { stop } of everything) await stop();
    },
  };
}

async function startPair(topic: string, { post, get }: { post: string; get: string }) {
  const env = { TOPIC: topic, GROUP_ID: topic };
  return { posting: await startSubject(post, env), getting: await startSubject(get, env) };
}

async function connectProducer() {
  const settings = { ...loadConfig(z.object(commonSettings)), CLIENT_ID: "bench" };
  const kafka = createKafka(settings, { log: createLogger("bench", "silent"), retries: 5 });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  return producer;
}

async function fill(producer: Producer, topic: string, count: number) {
  const messages = Array.from({ length: request }, (_, index) => ({
    value: "Hello, Kafka!",
    partition: index % 3,
  }));
  for (let sent = 0; sent < count; sent += request) await producer.send({ topic, messages });
}

let sent = 0;

/**
 * Milliseconds from a POST until a GET that waited has this very message, as the median of requests one after the
 * other.
 */
async function measureHttp({ posting, getting }: { posting: { url: string }; getting: { url: string } }) {
  const [sender, reader] = [await connectTo(posting.url), await connectTo(getting.url)];
  const roundTrips: number[] = [];
  for (let index = 0; index < samples; index++) {
    const message = `Hello, ${sent++}!`;
    const reading = reader.ask("GET");
    const startedAt = performance.now();
    const sending = sender.ask("POST", JSON.stringify(message));
    let answer = await reading;
    while (!answer.includes(message)) answer = await reader.ask("GET");
    roundTrips.push(performance.now() - startedAt);
    await sending;
  }
  sender.close();
  reader.close();
  return median(roundTrips);
}
