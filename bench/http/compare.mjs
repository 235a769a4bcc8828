// What the services cost, next to what they are made of: `node bench/http/compare.mjs [--rounds 15] [--seconds 1] [--json]`.
// Needs wrk and a lab that is up on the stack `local`. Every subject runs in a container of the services' own image and
// limits, on the lab's network, published as they are. `--minutes 10` loads service-a and service-b so long instead and
// tells how their memory grows.
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { goals } from "./goals.mjs";
import { measureGrowth } from "./growth.mjs";
import { fetchDrain, measureLatencies, measureRawSend } from "./kafka-rounds.mjs";
import { median, spread } from "./statistics.mjs";
import { startSubject } from "./subject.mjs";
import { load } from "./wrk.mjs";

// Summary
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "15" },
    seconds: { type: "string", default: "1" },
    json: { type: "boolean" },
    minutes: { type: "string" },
  },
});
const seconds = Number(values.seconds);
const topic = `bench-${randomUUID().slice(0, 8)}`;
const env = { TOPIC: topic, GROUP_ID: topic };
/** @type {Record<string, number[]>} */
const samples = {};

const sizes = { "13 B": 13, "1 KiB": 1_024 };

// Apply: every subject in every round, and what is compared one right after the other, so that what else the machine
// does falls on all alike.
if (values.minutes) {
  const growth = await measureGrowth(env, Number(values.minutes));
  if (values.json) console.log(JSON.stringify(growth, null, 2));
  else console.table(growth);
} else {
  await compare();
  report();
}

async function compare() {
  const subjects = {
    express: await startSubject("bench/http/subjects/bare-express.ts", env),
    withoutSend: await startSubject("bench/http/subjects/service-a-without-send.ts", env),
    oneSend: await startSubject("bench/http/subjects/one-send-a-request.ts", env),
    serviceA: await startSubject("services/service-a/main.ts", env),
  };
  try {
    for (let round = 0; round <= Number(values.rounds); round++) {
      record(round, "raw kafkajs send: p50 ms", await measureRawSend({ TOPIC: `${topic}-${round}` }));
      for (const [size, bodyBytes] of Object.entries(sizes))
        for (const connections of [1, 16, 64])
          await postRound(round, subjects, { size, bodyBytes, connections });
      const { perSecond } = await load(subjects.express.url, { connections: 64, seconds });
      record(round, "GET express, 64 connections: a second", perSecond);
      record(round, "GET service-b, full topic, 64 connections: a second", await fetchDrain(env, seconds));
      const latencies = await measureLatencies({ TOPIC: `${topic}-${round}` });
      for (const [name, value] of Object.entries(latencies)) record(round, name, value);
    }
  } finally {
    for (const { stop } of Object.values(subjects)) await stop();
  }
}

/**
 * @param {number} round
 * @param {Record<string, { url: string }>} subjects
 * @param {{ size: string, bodyBytes: number, connections: number }} what
 */
async function postRound(round, subjects, { size, bodyBytes, connections }) {
  for (const [name, { url }] of Object.entries(subjects)) {
    const { p50Ms, perSecond } = await load(url, { connections, seconds, bodyBytes });
    record(round, `POST ${name}, ${connections} connections, ${size}: p50 ms`, p50Ms);
    record(round, `POST ${name}, ${connections} connections, ${size}: a second`, perSecond);
  }
}

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
