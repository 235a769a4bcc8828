import { expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { freshTopic, launchReady, post, read, tryRead } from "./support/launch-service.ts";

const assigned = async (url: string) =>
  ((await (await fetch(`${url}/readyz`)).json()) as { assigned: number[] }).assigned;

const lagsOf = async (url: string) =>
  [
    ...(await (await fetch(`${url}/metrics`)).text()).matchAll(
      /^kafka_consumer_lag_messages\{partition="(\d)"/gm,
    ),
  ]
    .map(([, partition]) => Number(partition))
    .sort();

test("when a second instance takes over partitions, then the first one no longer reports their lag", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", topic);
  for (let index = 0; index < 9; index++) await post(a.url, `m${index}`);
  const first = await launchReady("service-b", topic);
  await eventually("all lags are reported", async () => (await lagsOf(first.url)).join() === "0,1,2");
  const second = await launchReady("service-b", topic);
  await eventually("both have partitions", async () => {
    const counts = await Promise.all([first, second].map(async ({ url }) => (await assigned(url)).length));
    return counts.every((count) => count > 0);
  });
  const kept = (await assigned(first.url)).sort();
  expect(await lagsOf(first.url)).toEqual(kept);
});

test("when two instances share three partitions, then both are ready and every message is read once", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", topic);
  const first = await launchReady("service-b", topic);
  const second = await launchReady("service-b", topic);
  await eventually("both have partitions", async () => {
    const partitions = [await assigned(first.url), await assigned(second.url)];
    return partitions.every(({ length }) => length > 0) && partitions.flat().sort().join() === "0,1,2";
  });
  for (let index = 0; index < 9; index++) await post(a.url, `m${index}`);
  const messages = (await Promise.all([read(first.url, 9, 2), read(second.url, 9, 2)])).flat();
  expect(messages.map(({ message }) => message).sort()).toEqual(Array.from({ length: 9 }, (_, i) => `m${i}`));
});

test("when there are fewer partitions than instances, then the idle one says so, and takes over at once", async () => {
  const topic = { ...freshTopic(), TOPIC_PARTITIONS: "1" };
  const a = await launchReady("service-a", topic);
  const first = await launchReady("service-b", topic);
  const second = await launchReady("service-b", topic);
  const instances = [first, second];
  await eventually("one has the partition, the other none", async () => {
    const counts = await Promise.all(instances.map(async ({ url }) => (await assigned(url)).length));
    return counts.sort().join() === "0,1";
  });
  const owns = await Promise.all(instances.map(async ({ url }) => (await assigned(url)).length === 1));
  const [owner, idle] = owns[0] ? [first, second] : [second, first];
  const refused = await tryRead(idle.url, 60);
  expect(refused.status).toBe(503);
  const again = await fetch(`${idle.url}/api/messages?timeout=60`, { signal: AbortSignal.timeout(1_000) });
  expect(again.status).toBe(503);
  expect(await refused.json()).toMatchObject({ type: "urn:kafka-lab:problem:not-assigned" });
  expect(await owner.stop("SIGTERM")).toBe(0);
  await eventually(
    "the idle one has the partition",
    async () => (await assigned(idle.url)).length === 1,
    5_000,
  );
  await post(a.url, "m");
  expect(await read(idle.url, 1)).toMatchObject([{ message: "m" }]);
});

test("when nobody reads for longer than the session lasts, then the instance stays in the group", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", topic);
  await post(a.url, "waiting");
  const b = await launchReady("service-b", { ...topic, SESSION_TIMEOUT_MS: "6000" });
  const until9s = performance.now() + 9_000;
  await eventually("nine seconds are over", async () => {
    expect((await fetch(`${b.url}/readyz`)).status).toBe(200);
    return performance.now() > until9s;
  });
  expect(await read(b.url, 1)).toMatchObject([{ message: "waiting" }]);
});

test("when a topic exists with other settings, then it is reported and left as it is", async () => {
  const topic = freshTopic();
  await launchReady("service-a", { ...topic, TOPIC_PARTITIONS: "2" });
  const a = await launchReady("service-a", { ...topic, TOPIC_PARTITIONS: "5" });
  const state = await (await fetch(`${a.url}/readyz`)).json();
  expect(state).toMatchObject({ status: "ready", partitions: 2, difference: expect.stringContaining("5") });
});

test("when auto commit is on and the service dies, then messages fetched but not read are lost", async () => {
  const topic = { ...freshTopic(), TOPIC_PARTITIONS: "1" };
  const a = await launchReady("service-a", topic);
  for (const message of ["read", "lost", "lost too"]) await post(a.url, message);
  const autoCommitting = await launchReady("service-b", { ...topic, AUTO_COMMIT: "true" });
  expect(await read(autoCommitting.url, 1)).toMatchObject([{ message: "read" }]);
  await autoCommitting.stop("SIGKILL");
  await post(a.url, "later");
  const b = await launchReady("service-b", topic);
  expect(await read(b.url, 1)).toMatchObject([{ message: "later" }]);
});
