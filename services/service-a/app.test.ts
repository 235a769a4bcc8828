import fc from "fast-check";
import { expect, test } from "vitest";
import { kafkaUnavailable } from "../shared/problems.ts";
import { commonParts, serve } from "../shared/test-server.ts";
import { createApp } from "./app.ts";
import type { OutgoingMessage, Receipt } from "./contract.ts";

const receipt: Receipt = { topic: "message-topic", partition: 0, offset: 0, timestamp: 1 };

async function start(send: (message: OutgoingMessage) => Promise<Receipt> = async () => receipt) {
  const sent: OutgoingMessage[] = [];
  const record = (message: OutgoingMessage) => {
    sent.push(message);
    return send(message);
  };
  const url = await serve(createApp({ ...commonParts(), send: record, bodyLimitBytes: 1_000 }));
  const post = (
    body: string | null,
    headers: Record<string, string> = { "content-type": "application/json" },
  ) => fetch(`${url}/api/messages`, { method: "POST", body, headers });
  return { url, post, sent };
}

test("when a JSON string is posted, then the sentence says where it is stored", async () => {
  const { post } = await start();
  const response = await post('"Hello, Kafka!"');
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await response.text()).toBe("Message 'Hello, Kafka!' sent to message-topic [[0]] @0");
});

test("when JSON is asked for, then the answer is the receipt", async () => {
  const { post } = await start();
  const response = await post('"Hello"', { "content-type": "application/json", accept: "application/json" });
  expect(await response.json()).toEqual({ message: "Hello", ...receipt });
});

test("when no offset is known, then the sentence says so", async () => {
  const { post } = await start(async () => ({ ...receipt, offset: null }));
  expect(await (await post('"x"')).text()).toBe(
    "Message 'x' sent to message-topic [[0]] @? (ACKS=0: no offset is known)",
  );
});

test("when key and headers are given, then they go along, with the request's id", async () => {
  const { post, sent } = await start();
  const body = JSON.stringify({ message: "m", key: "k", headers: { a: "b" } });
  const response = await post(body, { "content-type": "application/json", "x-request-id": "abc-1" });
  expect(response.headers.get("x-request-id")).toBe("abc-1");
  expect(sent).toEqual([{ message: "m", key: "k", headers: { a: "b", "x-request-id": "abc-1" } }]);
});

test("when a request id is unfit for a log, then it gets a new one", async () => {
  const { post } = await start();
  const response = await post('"m"', { "content-type": "application/json", "x-request-id": "a b{}" });
  expect(response.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
});

test("when the body is text, then it is the message", async () => {
  const { post, sent } = await start();
  await post("Grüße", { "content-type": "text/plain" });
  expect(sent[0]?.message).toBe("Grüße");
});

const json = { "content-type": "application/json" };
const refused: [string, string | null, Record<string, string>, number, object][] = [
  ["the body is not JSON", "{", json, 400, { type: "urn:kafka-lab:problem:malformed-json" }],
  ["the body is empty", "", json, 400, {}],
  ["there is no body", null, {}, 400, { type: "urn:kafka-lab:problem:no-body" }],
  ["the body is a number", "1", json, 400, { type: "urn:kafka-lab:problem:invalid-message" }],
  ["the message is missing", '{"key":"k"}', json, 400, { field: "message" }],
  ["a header is no string", '{"message":"m","headers":{"a":1}}', json, 400, { field: "headers.a" }],
  ["a field is unknown", '{"message":"m","mesage":"m"}', json, 400, { field: "mesage" }],
  ["a field is __proto__", '{"message":"m","__proto__":{"a":1}}', json, 400, {}],
  [
    "the body is too large",
    JSON.stringify("x".repeat(2_000)),
    json,
    413,
    { type: "urn:kafka-lab:problem:too-large" },
  ],
  ["the type is another", "a=b", { "content-type": "application/x-www-form-urlencoded" }, 415, {}],
  ["the charset is unknown", "a", { "content-type": "text/plain; charset=klingon" }, 415, {}],
];

for (const [what, body, headers, status, problem] of refused) {
  test(`when ${what}, then a problem ${status} says so and nothing is sent`, async () => {
    const { post, sent } = await start();
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({ status, ...problem });
    expect(sent).toEqual([]);
  });
}

test("when Kafka is away, then 503 says when to try again", async () => {
  const { post } = await start(() => Promise.reject(kafkaUnavailable("No broker could be reached.")));
  const response = await post('"m"');
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("1");
});

test("when the service itself fails, then the answer tells nothing of its inside", async () => {
  const { post } = await start(() => Promise.reject(new Error("secret at 10.0.0.1")));
  const response = await post('"m"');
  expect(response.status).toBe(500);
  expect(await response.text()).not.toMatch(/secret|10\.0|at /);
});

test("when the method or the address is another, then 405 names the right one and 404 the docs", async () => {
  const { url } = await start();
  const wrongMethod = await fetch(`${url}/api/messages`);
  expect([wrongMethod.status, wrongMethod.headers.get("allow")]).toEqual([405, "POST"]);
  const wrongAddress = await fetch(`${url}/api/message`);
  expect(wrongAddress.status).toBe(404);
  expect(await wrongAddress.json()).toMatchObject({ hint: expect.stringContaining("/docs") });
});

test("whatever the message, then it is sent and told as it came", async () => {
  const { post, sent } = await start();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 50 }), async (message) => {
      const response = await post(JSON.stringify(message), { ...json, accept: "application/json" });
      expect(await response.json()).toMatchObject({ message });
      expect(sent.at(-1)?.message).toBe(message);
    }),
  );
});

test("whatever the JSON, then the answer is 200 or a problem, never a failure", async () => {
  const { post } = await start();
  await fc.assert(
    fc.asyncProperty(fc.json(), async (body) => {
      const { status } = await post(body);
      expect([200, 400, 413]).toContain(status);
    }),
  );
});
