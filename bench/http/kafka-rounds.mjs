import { Partitioners } from "kafkajs";
import { z } from "zod";
import { commonSettings, loadConfig } from "../../services/shared/config.ts";
import { createKafka } from "../../services/shared/kafka-client.ts";
import { createLogger } from "../../services/shared/logging.ts";
import { connectTo } from "./lean-client.mjs";
import { median } from "./statistics.mjs";
import { runSubject, startSubject } from "./subject.mjs";
import { load } from "./wrk.mjs";

const samples = 1_000;
/** The first ones do not count, here as in subjects/raw-kafkajs.ts. */
const warmUp = 1_000;
const full = 400_000;
const settings = { ...loadConfig(z.object(commonSettings)), CLIENT_ID: "bench" };
const kafka = createKafka(settings, { log: createLogger("bench", "silent"), retries: 5 });
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });

/**
 * Reads from a topic that holds more than can be read meanwhile.
 *
 * @param {string} prefix
 * @param {number} seconds
 */
export async function measureDrain(prefix, seconds) {
  await producer.connect();
  const topic = `${prefix}-full`;
  const messages = Array.from({ length: 5_000 }, (_, index) => ({
    value: "Hello, Kafka!",
    partition: index % 3,
  }));
  const serviceB = await startSubject("services/service-b/main.ts", { TOPIC: topic, GROUP_ID: topic });
  try {
    for (let sent = 0; sent < full; sent += messages.length) await producer.send({ topic, messages });
    await load(serviceB.url, { connections: 64, seconds }); // warm, as what it is compared with
    const { perSecond } = await load(serviceB.url, { connections: 64, seconds });
    return { "GET service-b, full topic, 64 connections: a second": perSecond };
  } finally {
    await serviceB.stop();
    await producer.disconnect();
  }
}

/** Until a message is acknowledged to kafkajs alone. @param {string} prefix */
export async function measureRawSend(prefix) {
  const { sends } = await runRaw(`${prefix}-raw-send`);
  return { "raw kafkajs send: p50 ms": median(sends) };
}

/**
 * One message after the other: kafkajs alone, through both services, and through as little HTTP as there can be.
 *
 * @type {((prefix: string) => Promise<Record<string, number>>)[]}
 */
export const latencies = [measureRaw, measureServices, measurePlain];

/** @param {string} prefix */
async function measureRaw(prefix) {
  const { roundTrips } = await runRaw(`${prefix}-raw`);
  return { "raw kafkajs produce to consume: p50 ms": median(roundTrips) };
}

/** @param {string} prefix */
async function measureServices(prefix) {
  const files = { post: "services/service-a/main.ts", get: "services/service-b/main.ts" };
  return { "POST to GET: p50 ms": await measureHttp(`${prefix}-services`, files) };
}

/** @param {string} prefix */
async function measurePlain(prefix) {
  const files = { post: "bench/http/subjects/plain-post.ts", get: "bench/http/subjects/plain-get.ts" };
  return { "POST to GET, plain HTTP and kafkajs: p50 ms": await measureHttp(`${prefix}-plain`, files) };
}

/** @param {string} topic @returns {Promise<{ sends: number[], roundTrips: number[] }>} */
function runRaw(topic) {
  return runSubject("bench/http/subjects/raw-kafkajs.ts", { TOPIC: topic });
}

/**
 * Milliseconds from a POST until a GET that waited has its answer, as the median.
 *
 * @param {string} topic
 * @param {{ post: string, get: string }} files
 */
async function measureHttp(topic, { post, get }) {
  const env = { TOPIC: topic, GROUP_ID: topic };
  const posting = await startSubject(post, env);
  const getting = await startSubject(get, env);
  const [sender, reader] = [await connectTo(posting.url), await connectTo(getting.url)];
  /** @type {number[]} */
  const roundTrips = [];
  for (let index = 0; index < warmUp + samples; index++) {
    const reading = reader.ask("GET");
    const startedAt = performance.now();
    const sending = sender.ask("POST", '"Hello, Kafka!"');
    await reading;
    roundTrips.push(performance.now() - startedAt);
    await sending;
  }
  sender.close();
  reader.close();
  await posting.stop();
  await getting.stop();
  return median(roundTrips.slice(warmUp));
}
