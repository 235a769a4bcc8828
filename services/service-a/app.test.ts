import fc from "fast-check";
import { expect, test } from "vitest";
import { kafkaUnavailable } from "../http/problems.ts";
import { commonParts, serve } from "../http/testing/test-server.ts";
import { createApp } from "./app.ts";
import type { OutgoingMessage, Receipt } from "./contract.ts";
import type { Patience } from "./group-commit.ts";

const receipt: Receipt = { topic: "message-topic", partition: 0, offset: 0, timestamp: 1 };

async function start(send: (message: OutgoingMessage) => Promise<Receipt> = async () => receipt) {
  const sent: OutgoingMessage[] = [];
  const record = (message: OutgoingMessage) => {
    sent.push(message);
    return send(message);
  };
  const url = await serve(createApp({ ...commonParts(), send: record, bodyLimitBytes: 1_000 }));
  const post = (
    body: string | Buffer | null,
    headers: Record<string, string> = { "content-type": "application/json" },
  ) => fetch(`${url}/api/messages`, { method: "POST", body, headers } as RequestInit);
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

test("when key and headers are given, then they are sent, with the request's id", async () => {
  const { post, sent } = await start();
  const body = JSON.stringify({ message: "m", key: "k", headers: { a: "b" } });
  const response = await post(body, { "content-type": "application/json", "x-request-id": "abc-1" });
  expect(response.headers.get("x-request-id")).toBe("abc-1");
  expect(sent).toEqual([{ message: "m", key: "k", headers: { a: "b", "x-request-id": "abc-1" } }]);
});

test.each([
  ["", undefined],
  ["?timeout=60", 60_000],
  ["?timeout=0.5&other=1", 500],
])("when a caller asks with %j, then it waits for that long", async (query, expected) => {
  const waited: (number | undefined)[] = [];
  const send = async (_: OutgoingMessage, { deadlineMs }: Patience = {}) => {
    waited.push(deadlineMs);
    return receipt;
  };
  const url = await serve(createApp({ ...commonParts(), send, bodyLimitBytes: 1_000 }));
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/api/messages${query}`, { method: "POST", body: '"m"', headers });
  expect(response.status).toBe(200);
  expect(waited).toEqual([expected]);
});

test.each(["?timeout=61", "?timeout=0", "?timeout=", "?timeout=soon", "?timeout=1&timeout=2"])(
  "when a caller asks with %s, then that is refused, and nothing is sent",
  async (query) => {
    const { url, sent } = await start();
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/api/messages${query}`, { method: "POST", body: '"m"', headers });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ field: "timeout" });
    expect(sent).toEqual([]);
  },
);

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
const CURL_HINT = { hint: expect.stringContaining("-H 'Content-Type: application/json'") };
const POWERSHELL_HINT = { hint: expect.stringContaining("-ContentType 'application/json; charset=utf-8'") };
const refused: [string, string | Buffer | null, Record<string, string>, number, object][] = [
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
  [
    "it has curl's default type",
    '"m"',
    { "content-type": "application/x-www-form-urlencoded" },
    415,
    CURL_HINT,
  ],
  [
    "it is Latin-1, as Windows PowerShell sends it",
    Buffer.from('"\xc9t\xe9"', "latin1"),
    json,
    400,
    POWERSHELL_HINT,
  ],
  [
    "text is Latin-1",
    Buffer.from("\xc9t\xe9", "latin1"),
    { "content-type": "text/plain" },
    400,
    POWERSHELL_HINT,
  ],
  ["half a character is escaped", '"\\ud800"', json, 400, { field: "message" }],
  ["half a character is in the key", '{"message":"m","key":"\\udc00"}', json, 400, { field: "key" }],
  [
    "half a character is in a header",
    '{"message":"m","headers":{"a":"\\ud800x"}}',
    json,
    400,
    { field: "headers.a" },
  ],
  [
    "half a character is in a header's name",
    '{"message":"m","headers":{"\\ud800":"x"}}',
    json,
    400,
    { field: "headers" },
  ],
  ["a name comes twice", '{"message":"a","mess\\u0061ge":"b"}', json, 400, { field: "message" }],
  ["a header comes twice", '{"message":"a","headers":{"k":"1","k":"2"}}', json, 400, { field: "k" }],
  [
    "a header is __proto__",
    '{"message":"m","headers":{"__proto__":"y"}}',
    json,
    400,
    { field: "headers.__proto__" },
  ],
  [
    "the request's id is among the headers",
    '{"message":"m","headers":{"x-request-id":"y"}}',
    json,
    400,
    { field: "headers.x-request-id" },
  ],
  ["a number is beyond a double", '{"message":12345678901234567890}', json, 400, { field: "message" }],
  ["the text begins with a byte order mark", "\ufeffm", { "content-type": "text/plain" }, 400, {}],
  [
    "the body is not in the charset it names",
    Buffer.from([0x81]),
    { "content-type": "text/plain; charset=shift_jis" },
    400,
    {},
  ],
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

const accepted: [string, string | Buffer, string, string][] = [
  ["text/json", '"m"', "text/json", "m"],
  ["JSON of a vendor", '"m"', "application/vnd.api+json; charset=utf-8", "m"],
  ["JSON after a byte order mark", '\ufeff"m"', "application/json", "m"],
  ["NUL and a pair of surrogates", '"\\u0000\\ud83d\\ude00"', "application/json", "\0😀"],
  [
    "Latin-1 that says so",
    Buffer.from('"\xc9t\xe9"', "latin1"),
    "application/json; charset=ISO-8859-1",
    "Été",
  ],
  ["UTF-16 that says so", Buffer.from("Été", "utf16le"), 'text/plain; charset="utf-16le"', "Été"],
  [
    "equal names in different objects",
    '{"message":"a \\" : b","headers":{"message":"x"}}',
    "application/json",
    'a " : b',
  ],
];

for (const [what, body, type, message] of accepted) {
  test(`when the body is ${what}, then it is stored as it was sent`, async () => {
    const { post, sent } = await start();
    expect((await post(body, { "content-type": type })).status).toBe(200);
    expect(sent).toMatchObject([{ message }]);
  });
}

test("when a message's own x-request-id equals that of the request, then it is sent", async () => {
  const { post, sent } = await start();
  const body = '{"message":"m","headers":{"x-request-id":"same"}}';
  expect((await post(body, { ...json, "x-request-id": "same" })).status).toBe(200);
  expect(sent).toMatchObject([{ headers: { "x-request-id": "same" } }]);
});

test("when Kafka is down, then 503 says when to try again", async () => {
  const { post } = await start(() => Promise.reject(kafkaUnavailable("No broker could be reached.")));
  const response = await post('"m"');
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("1");
});

test("when the service itself fails, then the answer reveals nothing of its inside", async () => {
  const { post } = await start(() => Promise.reject(new Error("secret at 10.0.0.1")));
  const response = await post('"m"');
  expect(response.status).toBe(500);
  expect(await response.text()).not.toMatch(/secret|10\.0|at /);
});

test("when the method or the address is wrong, then 405 names the right one and 404 the description", async () => {
  const { url } = await start();
  const wrongMethod = await fetch(`${url}/api/messages`);
  expect([wrongMethod.status, wrongMethod.headers.get("allow")]).toEqual([405, "POST"]);
  const wrongAddress = await fetch(`${url}/api/message`);
  expect(wrongAddress.status).toBe(404);
  expect(await wrongAddress.json()).toMatchObject({ hint: expect.stringContaining("/openapi.json") });
});

test("whatever the message, then it is sent and shown as it came", async () => {
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
