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
 * @param {{ TOPIC: string }} env
 * @param {number} seconds
 */
export async function fetchDrain({ TOPIC }, seconds) {
  await producer.connect();
  const topic = `${TOPIC}-full`;
  const messages = Array.from({ length: 5_000 }, (_, index) => ({
    value: "Hello, Kafka!",
    partition: index % 3,
  }));
  const serviceB = await startSubject("services/service-b/main.ts", { TOPIC: topic, GROUP_ID: topic });
  try {
    for (let sent = 0; sent < full; sent += messages.length) await producer.send({ topic, messages });
    await load(serviceB.url, { connections: 64, seconds }); // warm, as what it is compared with
    return (await load(serviceB.url, { connections: 64, seconds })).perSecond;
  } finally {
    await serviceB.stop();
    await producer.disconnect();
  }
}

/**
 * One message after the other: kafkajs alone, and through both services.
 *
 * @param {{ TOPIC: string }} env
 */
export async function measureLatencies({ TOPIC }) {
  const raw = await measureRaw(`${TOPIC}-raw`);
  const throughServices = await measureServices(`${TOPIC}-services`);
  return { ...raw, ...throughServices };
}

/** @param {string} topic */
async function measureRaw(topic) {
  const { sends, roundTrips } = await runSubject("bench/http/subjects/raw-kafkajs.ts", { TOPIC: topic });
  return {
    "raw kafkajs send: p50 ms": median(sends),
    "raw kafkajs produce to consume: p50 ms": median(roundTrips),
  };
}

/** @param {string} topic */
async function measureServices(topic) {
  const env = { TOPIC: topic, GROUP_ID: topic };
  const serviceA = await startSubject("services/service-a/main.ts", env);
  const serviceB = await startSubject("services/service-b/main.ts", env);
  const [sender, reader] = [await connectTo(serviceA.url), await connectTo(serviceB.url)];
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
  await serviceA.stop();
  await serviceB.stop();
  return { "POST to GET: p50 ms": median(roundTrips.slice(warmUp)) };
}
