import { expect, inject, test } from "vitest";
import type { Receipt } from "../../services/service-a/contract.ts";
import type { IncomingMessage } from "../../services/service-b/contract.ts";
import { freePort } from "../support/ports.ts";
import { freshTopic, launch, launchReady, post, read, tryPost, tryRead } from "./support/launch-service.ts";

const asJson = { "content-type": "application/json" };

test("when the first message is posted, then it is at offset 0 of partition 0, and service-b hands it out", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", topic);
  const b = await launchReady("service-b", topic);
  const posted = await fetch(`${a.url}/api/messages`, {
    method: "POST",
    headers: asJson,
    body: '"Hello, Kafka!"',
  });
  expect(await posted.text()).toBe(`Message 'Hello, Kafka!' sent to ${topic.TOPIC} [[0]] @0`);
  const got = await fetch(`${b.url}/api/messages`);
  expect(await got.text()).toBe("Received message: Hello, Kafka!");
  expect((await tryRead(b.url, 0)).status).toBe(204);
});

test("when a message is posted, then key, headers, time and the request's id arrive with it", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", topic);
  const b = await launchReady("service-b", topic);
  const response = await fetch(`${a.url}/api/messages`, {
    method: "POST",
    headers: { ...asJson, accept: "application/json", "x-request-id": "trace-7" },
    body: JSON.stringify({ message: "m", key: "k", headers: { colour: "blue" } }),
  });
  const receipt = (await response.json()) as Receipt;
  const [got] = await read(b.url, 1);
  expect(got).toEqual({ ...receipt, key: "k", headers: { colour: "blue", "x-request-id": "trace-7" } });
});

test("when hundreds are posted at once, then each caller gets the place of its own message", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", topic);
  const b = await launchReady("service-b", topic);
  const bodies = Array.from({ length: 500 }, (_, index) =>
    index % 3 === 0 ? { message: `m${index}`, key: `k${index % 7}` } : `m${index}`,
  );
  const receipts = await Promise.all(bodies.map((body) => post(a.url, body)));
  const messages = await read(b.url, bodies.length);
  const place = ({
    message,
    partition,
    offset,
  }: {
    message: IncomingMessage["message"];
    partition: number;
    offset: number | null;
  }) => `${message} ${partition}@${offset}`;
  expect(messages.map(place).sort()).toEqual(receipts.map(place).sort());
  for (const partition of [0, 1, 2]) {
    const offsets = messages.filter((message) => message.partition === partition).map(({ offset }) => offset);
    expect(offsets).toEqual(offsets.map((_, index) => index));
  }
});

test("when no broker acknowledges, then the answer says that no offset is known, and the message arrives", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", { ...topic, ACKS: "0" });
  const b = await launchReady("service-b", topic);
  expect(await post(a.url, "m")).toMatchObject({ message: "m", offset: null });
  expect(await read(b.url, 1)).toMatchObject([{ message: "m" }]);
});

test("when the group starts at the end, then it reads only what comes later", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", topic);
  await post(a.url, "before");
  const b = await launchReady("service-b", { ...topic, AUTO_OFFSET_RESET: "latest" });
  expect((await tryRead(b.url, 0.5)).status).toBe(204);
  await post(a.url, "after");
  expect(await read(b.url, 1)).toMatchObject([{ message: "after" }]);
});

test("when a message is larger than the topic allows, then its caller alone gets 413", async () => {
  const topic = freshTopic();
  const a = await launchReady("service-a", { ...topic, BODY_LIMIT_BYTES: "4000000" });
  const [large, small] = await Promise.all([tryPost(a.url, "x".repeat(2_000_000)), tryPost(a.url, "small")]);
  expect([large.status, small.status]).toEqual([413, 200]);
});

test("when a service starts, then its first line says where Kafka is and lists its settings, and /readyz lists them too", async () => {
  for (const [name, setting] of [
    ["service-a", { ACKS: "1" }],
    ["service-b", { AUTO_OFFSET_RESET: "latest" }],
  ] as const) {
    const service = await launchReady(name, { ...freshTopic(), ...setting, LOG_LEVEL: "info" });
    const [line = ""] = service.log().split("\n");
    const bootstrapServers = [inject("bootstrapServers")];
    expect(JSON.parse(line)).toMatchObject({ msg: "starting", bootstrapServers, ...setting });
    expect(await (await fetch(`${service.url}/readyz`)).json()).toMatchObject({ settings: setting });
  }
});

test("when Kafka cannot be reached, then readiness and both calls say so, and SIGTERM still ends it well", async () => {
  const env = {
    ...freshTopic(),
    KAFKA_BOOTSTRAP_SERVERS: `127.0.0.1:${await freePort()}`,
    REQUEST_DEADLINE_MS: "500",
  };
  for (const name of ["service-a", "service-b"] as const) {
    const service = await launch(name, env);
    await expect
      .poll(
        () =>
          fetch(`${service.url}/readyz`).then(
            (r) => r.status,
            () => 0,
          ),
        { timeout: 30_000 },
      )
      .toBe(503);
    const answer = name === "service-a" ? await tryPost(service.url, "m") : await tryRead(service.url, 0.2);
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain("127.0.0.1");
    expect([await service.stop("SIGTERM"), service.stderr()]).toEqual([0, ""]);
  }
});

test("when services work and stop, then no warning of Node or kafkajs appears", async () => {
  const topic = freshTopic();
  expect(inject("bootstrapServers")).toMatch(/^127/);
  for (const name of ["service-a", "service-b"] as const) {
    const service = await launchReady(name, topic);
    if (name === "service-a") await post(service.url, "m");
    else await read(service.url, 1);
    expect([await service.stop("SIGTERM"), service.stderr()]).toEqual([0, ""]);
  }
});
