// What the services cost, next to what they are made of: `node bench/http/compare.mjs [--rounds 5] [--seconds 3] [--json]`.
// Needs wrk, and a Kafka at KAFKA_BOOTSTRAP_SERVERS (default 127.0.0.1:9092, where `./lab up` puts it).
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { goals } from "./goals.mjs";
import { fetchDrain, measureLatencies } from "./kafka-rounds.mjs";
import { median, spread } from "./statistics.mjs";
import { startSubject } from "./subject.mjs";
import { load } from "./wrk.mjs";

// Summary
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
    json: { type: "boolean" },
  },
});
const seconds = Number(values.seconds);
const topic = `bench-${randomUUID().slice(0, 8)}`;
const env = { TOPIC: topic, GROUP_ID: topic };
/** @type {Record<string, number[]>} */
const samples = {};

// Apply: every subject in every round, so that what else the machine does falls on all alike.
const subjects = {
  express: await startSubject("bench/http/subjects/bare-express.ts", env),
  withoutSend: await startSubject("bench/http/subjects/service-a-without-send.ts", env),
  serviceA: await startSubject("services/service-a/main.ts", env),
};
try {
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [name, { url }] of Object.entries(subjects)) {
      for (const connections of [1, 64]) {
        const { p50Ms, perSecond } = await load(url, { connections, seconds, post: true });
        record(round, `POST ${name}, ${connections} connections: p50 ms`, p50Ms);
        record(round, `POST ${name}, ${connections} connections: a second`, perSecond);
      }
    }
    record(
      round,
      "GET express, 64 connections: a second",
      (await load(subjects.express.url, { connections: 64, seconds })).perSecond,
    );
    record(round, "GET service-b, full topic, 64 connections: a second", await fetchDrain(env, seconds));
    const latencies = await measureLatencies(env);
    for (const [name, value] of Object.entries(latencies)) record(round, name, value);
  }
} finally {
  for (const { stop } of Object.values(subjects)) stop();
}
report();

/** The first round warms everything up and does not count. @param {number} round @param {string} name @param {number} value */
function record(round, name, value) {
  if (round > 0) samples[name] = [...(samples[name] ?? []), value];
}

function report() {
  const medians = Object.fromEntries(Object.entries(samples).map(([name, list]) => [name, median(list)]));
  const results = goals(medians);
  if (values.json) return console.log(JSON.stringify({ samples, medians, goals: results }, null, 2));
  console.table(
    Object.entries(samples).map(([name, list]) => ({
      what: name,
      median: median(list),
      "middle half": spread(list),
    })),
  );
  console.table(results);
}
