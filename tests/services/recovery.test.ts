import { afterEach, expect, test } from "vitest";
import type { Receipt } from "../../services/service-a/contract.ts";
import type { IncomingMessage } from "../../services/service-b/contract.ts";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/ports.ts";
import { freshTopic, launchReady, read, tryPost, tryRead } from "./support/launch-service.ts";
import { BROKER, docker } from "./support/own-broker.ts";

afterEach(async () => {
  await docker("unpause", BROKER).catch(() => undefined);
  await docker("start", BROKER);
});

/** Posts without pause until stopped, and records what was acknowledged. */
function produce(url: () => string) {
  const acknowledged = new Map<string, Receipt>();
  let running = true;
  async function work(worker: number): Promise<void> {
    for (let index = 0; running; index++) {
      const message = `${worker}/${index}`;
      const response = await tryPost(url(), message).catch(() => undefined);
      if (response?.status === 200) acknowledged.set(message, (await response.json()) as Receipt);
    }
  }
  const workers = [1, 2, 3, 4].map(work);
  const stop = () => {
    running = false;
    return Promise.all(workers);
  };
  return { acknowledged, stop };
}

/** Reads without pause until stopped, and records everything. */
function consume(url: () => string) {
  const messages: IncomingMessage[] = [];
  let running = true;
  async function work(): Promise<void> {
    while (running) {
      const response = await tryRead(url(), 1).catch(() => undefined);
      if (response?.status === 200) messages.push((await response.json()) as IncomingMessage);
    }
  }
  const worker = work();
  const stop = () => {
    running = false;
    return worker;
  };
  return { messages, stop };
}

type Traffic = { producer: ReturnType<typeof produce>; reader: ReturnType<typeof consume> };

async function expectNothingLost({ producer, reader }: Traffic): Promise<void> {
  await producer.stop();
  const missing = () => {
    const read = new Set(reader.messages.map(({ message }) => message));
    return [...producer.acknowledged.keys()].filter((message) => !read.has(message));
  };
  await eventually("all that was acknowledged is read", () => missing().length === 0).catch(() => undefined);
  await reader.stop();
  expect(missing()).toEqual([]);
  expect(producer.acknowledged.size).toBeGreaterThan(10);
}

function countRepeated(messages: IncomingMessage[]): number {
  return messages.length - new Set(messages.map(({ partition, offset }) => `${partition}@${offset}`)).size;
}

function expectOrder(messages: IncomingMessage[]): void {
  for (const partition of [0, 1, 2]) {
    const offsets = messages.filter((message) => message.partition === partition).map(({ offset }) => offset);
    expect(offsets).toEqual([...offsets].sort((one, other) => one - other));
  }
}

const faults: Record<string, () => Promise<unknown>> = {
  "restarts in good order": () => docker("restart", BROKER),
  "is killed": async () => {
    await docker("kill", BROKER);
    await docker("start", BROKER);
  },
  "hangs for eight seconds": async () => {
    await docker("pause", BROKER);
    const over = performance.now() + 8_000;
    await eventually("it has hung for long enough", () => performance.now() > over);
    await docker("unpause", BROKER);
  },
};

for (const [what, fault] of Object.entries(faults)) {
  test(`when Kafka ${what} under load, then both services continue by themselves and nothing is lost`, async () => {
    const topic = freshTopic();
    const a = await launchReady("service-a", topic);
    const b = await launchReady("service-b", topic);
    const producer = produce(() => a.url);
    const reader = consume(() => b.url);
    await eventually("messages flow", () => reader.messages.length > 10);
    await fault();
    const [sent, got] = [producer.acknowledged.size, reader.messages.length];
    const goesOn = () => producer.acknowledged.size > sent + 100 && reader.messages.length > got + 100;
    await eventually(
      "messages flow again",
      async () => {
        await docker("start", BROKER);
        return goesOn();
      },
      60_000,
    );
    await expectNothingLost({ producer, reader });
  });
}

test("when Kafka hangs, then callers wait for their own timeout, get an error then, and are served when it is back", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", { ...topic, REQUEST_DEADLINE_MS: "12000" });
  const b = await launchReady("service-b", topic);
  await docker("pause", BROKER);
  try {
    await eventually("it is not ready", async () => (await fetch(`${b.url}/readyz`)).status === 503);
    const refused = await tryRead(b.url, 1);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ type: "urn:kafka-lab:problem:kafka-unavailable" });
    const waiting = tryRead(b.url, 60);
    const unknown = await tryPost(a.url, "under way");
    expect(unknown.status).toBe(503);
    expect(await unknown.json()).toMatchObject({
      type: "urn:kafka-lab:problem:outcome-unknown",
      outcome: "unknown",
    });
    await docker("unpause", BROKER);
    await eventually("a message is stored", async () => (await tryPost(a.url, "m")).ok);
    expect((await waiting).status).toBe(200);
  } finally {
    await docker("unpause", BROKER).catch(() => undefined);
  }
});

test("when no retries are allowed and Kafka restarts, then a caller gets an error before its deadline", async () => {
  const topic = freshTopic();
  const withoutRetries = await launchReady("service-a", { ...topic, RETRIES: "0" });
  const withRetries = await launchReady("service-a", topic);
  await docker("stop", "--time", "30", BROKER);
  const askedAt = performance.now();
  const refused = await tryPost(withoutRetries.url, "once");
  expect(refused.status).toBe(503);
  expect(performance.now() - askedAt).toBeLessThan(8_000);
  const late = tryPost(withRetries.url, "again and again");
  await docker("start", BROKER);
  expect((await late).status).toBe(200);
});

for (const name of ["service-a", "service-b"] as const) {
  test(`when ${name} is stopped under load and started again, then nothing is lost, repeated or out of order`, async () => {
    const topic = freshTopic();
    const ports = { "service-a": String(await freePort()), "service-b": String(await freePort()) };
    const launchOne = (one: keyof typeof ports) => launchReady(one, { ...topic, PORT: ports[one] });
    const services = { "service-a": await launchOne("service-a"), "service-b": await launchOne("service-b") };
    const producer = produce(() => services["service-a"].url);
    const reader = consume(() => services["service-b"].url);
    await eventually("messages flow", () => reader.messages.length > 100);
    expect(await services[name].stop("SIGTERM")).toBe(0);
    services[name] = await launchOne(name);
    const got = reader.messages.length;
    await eventually("messages flow again", () => reader.messages.length > got + 100);
    await expectNothingLost({ producer, reader });
    expect(countRepeated(reader.messages)).toBe(0);
    expectOrder(reader.messages);
  });
}

test("when readers go away while they wait, then their messages are for the next ones", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", topic);
  const b = await launchReady("service-b", topic);
  for (let round = 0; round < 20; round++) {
    const client = new AbortController();
    const gone = fetch(`${b.url}/api/messages`, { signal: client.signal }).catch(() => "gone");
    client.abort();
    expect(await gone).toBe("gone");
    await tryPost(a.url, `m${round}`);
  }
  const messages = await read(b.url, 20, 2);
  expect(messages.map(({ message }) => message).sort()).toEqual(
    Array.from({ length: 20 }, (_, round) => `m${round}`).sort(),
  );
});
