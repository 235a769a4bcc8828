import { connect } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ApiDocument } from "../../services/http/openapi.ts";
import { freshTopic, launchReady, post } from "./support/launch-service.ts";
import { type Answer, createContract, valuesOf } from "./support/openapi-contract.ts";

/** The requests of one round run together; there are thousands in all. */
const perRound = 10;
const noHangMs = 20_000;

type RequestBody = { content: { "application/json": { schema: Record<string, unknown> } } };

interface Sent {
  readonly path: string;
  readonly method: string;
  readonly query?: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** The statuses that must occur: not all refused, not all accepted; service-b runs out of messages meanwhile. */
const expected = {
  "service-a": new Map([
    [200, 100],
    [400, 100],
    [405, 10],
    [415, 10],
  ]),
  "service-b": new Map([
    [200, 100],
    [204, 20],
    [400, 100],
    [405, 50],
  ]),
};

describe.each(["service-a", "service-b"] as const)("when thousands of requests are generated, %s", (name) => {
  test("answers each of them as its own description says, and goes on", { timeout: 300_000 }, async () => {
    const topic = freshTopic();
    const { url } = await launchReady(name, topic);
    if (name === "service-b") await fill(topic);
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as ApiDocument;
    const { complaint } = createContract(document);
    const statuses = new Map<number, number>();
    const round = fc.array(requests(name, document), { minLength: perRound, maxLength: perRound });
    await fc.assert(
      fc.asyncProperty(round, async (batch) => {
        const answers = await Promise.all(batch.map((sent) => ask(url, sent)));
        for (const [index, answer] of answers.entries()) {
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          const why = complaint(answer);
          if (why) throw new Error(`${JSON.stringify(batch[index])} was answered: ${why}`);
          if (answer.status >= 500) expect(answer.status).toBe(503);
        }
      }),
      { numRuns: 250, endOnFailure: true },
    );
    for (const [status, times] of expected[name]) expect(statuses.get(status)).toBeGreaterThan(times);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  test("answers bytes that are no HTTP with a problem, closes the connection, and goes on", async () => {
    const { url } = await launchReady(name, freshTopic());
    for (const bytes of noHttp) {
      const answer = await sendRaw(Number(new URL(url).port), bytes);
      expect(answer).toMatch(/^HTTP\/1.1 4\d\d .*content-type: application\/problem\+json/is);
    }
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });
});

const noHttp = [
  "\0\0\0\0",
  "GET / HTTP/9.9\r\n\r\n",
  "POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
  "POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "POST /api/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
  `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${"a".repeat(100_000)}\r\n\r\n`,
  "GET /api/messages?timeout=%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
];

function requests(name: "service-a" | "service-b", document: ApiDocument): fc.Arbitrary<Sent> {
  const others = fc.record({
    path: fc.constantFrom(
      "/",
      "/healthz",
      "/readyz",
      "/metrics",
      "/openapi.json",
      "/api/message",
      "/api/messages",
    ),
    method: fc.constantFrom("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"),
    headers: headers(fc.constant("application/json")),
    query: fc.constant("?timeout=0"),
  });
  const own = name === "service-a" ? posts(document) : gets();
  return fc.oneof({ weight: 9, arbitrary: own }, { weight: 1, arbitrary: others });
}

function posts(document: ApiDocument): fc.Arbitrary<Sent> {
  const body = document.paths?.["/api/messages"]?.post?.requestBody as RequestBody;
  const { schema } = body.content["application/json"];
  const bodies = fc.oneof(
    valuesOf(schema, document).map((value) => JSON.stringify(value)),
    fc.json(),
    fc.string({ unit: "binary" }),
    fc.uint8Array({ maxLength: 60 }),
    fc
      .record({ message: fc.jsonValue(), key: fc.jsonValue(), headers: fc.jsonValue() })
      .map((it) => JSON.stringify(it)),
  );
  const types = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom("application/json", "application/json; charset=utf-8", "text/plain"),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "application/xml",
        "text/html",
        "nonsense",
        "application/json; charset=latin-9",
      ),
    },
  );
  return fc.record({
    path: fc.constant("/api/messages"),
    method: fc.constant("POST"),
    headers: headers(types),
    body: bodies,
  });
}

function gets(): fc.Arbitrary<Sent> {
  const timeouts = fc.oneof(
    fc.constantFrom("?timeout=0", "?timeout=00"),
    fc.double({ min: 0, max: 0.05, noNaN: true }).map((seconds) => `?timeout=${seconds}`),
    fc.constantFrom(
      "?timeout=61",
      "?timeout=-1",
      "?timeout=",
      "?timeout=1e9",
      "?timeout=0&timeout=0",
      "?timeout[a]=1",
    ),
    fc.string({ unit: "binary" }).map((text) => `?timeout=x${encodeURIComponent(text)}`),
    fc.string({ minLength: 1 }).map((text) => `?timeout=0&${encodeURIComponent(text)}=1`),
  );
  return fc.record({
    path: fc.constantFrom("/api/messages", "/api/messages", "/healthz", "/readyz"),
    method: fc.constantFrom("GET", "GET", "GET", "HEAD"),
    headers: headers(fc.constant("text/plain")),
    query: timeouts,
  });
}

function headers(types: fc.Arbitrary<string>): fc.Arbitrary<Record<string, string>> {
  return fc.record(
    {
      "content-type": types,
      accept: fc.constantFrom("application/json", "text/plain", "*/*", "image/png", "application/json;q=0"),
      "x-request-id": fc.stringMatching(/^[\x21-\x7e]{1,200}$/),
    },
    { requiredKeys: ["content-type"] },
  );
}

async function ask(url: string, { path, method, query = "", headers, body }: Sent): Promise<Answer> {
  const init = {
    method,
    headers,
    signal: AbortSignal.timeout(noHangMs),
    ...(body !== undefined && { body }),
  };
  const response = await fetch(`${url}${path}${query}`, init as RequestInit);
  const answered = await response.text();
  const contentType = response.headers.get("content-type");
  return { method, path, status: response.status, contentType, body: answered };
}

/** Sends messages of all kinds for service-b, by the schema of service-a. */
async function fill(topic: Record<string, string>): Promise<void> {
  const { url, stop } = await launchReady("service-a", topic);
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as ApiDocument;
  const body = document.paths?.["/api/messages"]?.post?.requestBody as RequestBody;
  const messages = fc.sample(valuesOf(body.content["application/json"].schema, document), 150);
  await Promise.all(messages.map((message) => post(url, message)));
  await stop("SIGTERM");
}

/** Sends bytes, and resolves to the answer up to the end of the connection. */
async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.write(bytes, "latin1");
  return text(socket);
}
