// Compares the services with what they are made of:
// `node bench/http/compare.ts [--rounds 15] [--seconds 1] [--most-stolen 0.02] [--json]`.
// Needs wrk and a lab that is up on the stack `local`. Every subject runs in a container of the services' own image and
// limits, on the lab's network, published as they are. `--minutes 10` loads service-a and service-b for that long
// instead and reports how their memory grows.
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { goals } from "./goals.ts";
import { startKafkaSubjects } from "./kafka-subjects.ts";
import { measureGrowth } from "./memory-growth.ts";
import { createSlices } from "./slices.ts";
import { median, spread } from "./statistics.ts";
import { startSubject } from "./subject.ts";
import { load } from "./wrk.ts";

// Summary
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "15" },
    seconds: { type: "string", default: "1" },
    "most-stolen": { type: "string", default: "0.02" },
    json: { type: "boolean" },
    minutes: { type: "string" },
  },
});
const seconds = Number(values.seconds);
const topic = `bench-${randomUUID().slice(0, 8)}`;
const env = { TOPIC: topic, GROUP_ID: topic };
const warmUp = createSlices(1);
const warmUpRounds = 3;
const { samples, counts, take } = createSlices(Number(values["most-stolen"]));
const sizes = { "13 B": 13, "1 KiB": 1_024 };

// Apply: every subject in every round; subjects that are compared run one right after the other, so that other load on
// the machine affects all alike.
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
    plain: await startSubject("bench/http/subjects/plain-post.ts", env),
    expressPost: await startSubject("bench/http/subjects/express-post.ts", env),
    serviceA: await startSubject("services/service-a/main.ts", env),
  };
  const kafkaSubjects = await startKafkaSubjects(topic, seconds);
  try {
    for (let round = -warmUpRounds; round < Number(values.rounds); round++) {
      const slice = round < 0 ? warmUp.take : take;
      await slice(kafkaSubjects.rawSend);
      for (const [size, bodyBytes] of Object.entries(sizes))
        for (const connections of [1, 16, 64])
          for (const [name, { url }] of Object.entries(subjects))
            await slice(() =>
              post(`POST ${name}, ${connections} connections, ${size}`, url, connections, bodyBytes),
            );
      await slice(async () => {
        const { perSecond } = await load(subjects.express.url, { connections: 64, seconds });
        return { "GET express, 64 connections: a second": perSecond };
      });
      await slice(kafkaSubjects.drain);
      for (const measure of kafkaSubjects.roundTrips) await slice(measure);
    }
  } finally {
    await kafkaSubjects.stop();
    for (const { stop } of Object.values(subjects)) await stop();
  }
}

async function post(name: string, url: string, connections: number, bodyBytes: number) {
  const { p50Ms, perSecond } = await load(url, { connections, seconds, bodyBytes });
  return { [`${name}: p50 ms`]: p50Ms, [`${name}: a second`]: perSecond };
}

function report() {
  const medians = Object.fromEntries(Object.entries(samples).map(([name, list]) => [name, median(list)]));
  const results = goals(medians);
  if (values.json) return console.log(JSON.stringify({ samples, medians, counts, goals: results }, null, 2));
  console.table(
    Object.entries(samples).map(([name, list]) => ({
      what: name,
      median: median(list),
      "middle half": spread(list),
      slices: list.length,
    })),
  );
  console.table(results);
  console.log(`${counts.leftOut} of ${counts.taken} slices left out: others used the processor.`);
}
