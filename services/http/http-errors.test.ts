import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import express from "express";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "./http-server.ts";

async function start() {
  const limits = { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 10 };
  const app = express().post("/", express.text(), (_req, res) => void res.send("ok"));
  const server = listen(app, { HOST: "127.0.0.1", PORT: 0 }, pino({ enabled: false }), limits);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Sends bytes, and reads until the server closes the connection. */
async function ask(bytes: string) {
  const socket = connect(await start(), "127.0.0.1");
  socket.write(bytes, "latin1");
  const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
  return { head, problem: JSON.parse(body) };
}

const opening = "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n";
const refused: [string, string, number, string][] = [
  ["the request line is not one", "\0\0\0\0\r\n\r\n", 400, "bad-request"],
  ["the length of the body is wrong", `${opening}Content-Length: -1\r\n\r\n`, 400, "bad-request"],
  ["the headers are too large", `${opening}X-Long: ${"a".repeat(20_000)}\r\n\r\n`, 431, "headers-too-large"],
  ["the headers do not end", `${opening}X-Slow: `, 408, "request-timeout"],
  ["the body does not end", `${opening}Content-Length: 5\r\n\r\nab`, 408, "request-timeout"],
];

for (const [what, bytes, status, type] of refused) {
  test(`when ${what}, then a problem ${status} says so, and the connection is closed`, async () => {
    const { head, problem } = await ask(bytes);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain("Content-Type: application/problem+json");
    expect(head).toContain("Connection: close");
    expect(problem).toMatchObject({ status, type: `urn:kafka-lab:problem:${type}` });
  });
}
