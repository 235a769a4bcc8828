import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import express from "express";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../../../tests/support/eventually.ts";
import { createStateStream, type StreamOptions } from "./state-stream.ts";

interface Shown {
  readonly one: { readonly n: number };
  readonly two: string;
}

async function serveStream(options: StreamOptions = {}) {
  const stream = createStateStream<Shown>(options);
  const app = express().get("/", stream.connect);
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    stream.close();
    server.closeAllConnections();
    server.close();
  });
  const open = () => openPage((server.address() as AddressInfo).port);
  return { stream, open };
}

/** A page that reads, unless it is paused. */
function openPage(port: number) {
  const socket: Socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  socket.on("error", () => undefined);
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  onTestFinished(() => void socket.destroy());
  const events = () =>
    [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, name, data]) => [
      name,
      JSON.parse(data ?? ""),
    ]);
  return { socket, events, text: () => text };
}

test("when a page connects, then it gets all states, and each again only when it has changed", async () => {
  const { stream, open } = await serveStream();
  stream.set("one", { n: 1 });
  stream.set("two", "a\nb");
  const page = open();
  const first = [
    ["one", { n: 1 }],
    ["two", "a\nb"],
  ];
  await eventually("all states", () => page.events().length === 2);
  stream.set("one", { n: 1 });
  stream.set("two", "c");
  await eventually("the change", () => page.events().length > 2);
  expect(page.events()).toEqual([...first, ["two", "c"]]);
  expect(page.text()).toContain("retry: 1000");
});

test("when nothing changes, then comments show that the connection lives", async () => {
  const { open } = await serveStream({ heartbeatMs: 5 });
  const page = open();
  await eventually("two comments", () => page.text().split(": alive\n\n").length > 2);
});

test("when no page is open, then nobody looks, and with the first page all look at once", async () => {
  const { stream, open } = await serveStream();
  let looks = 0;
  let signal: AbortSignal | undefined;
  stream.watch(
    "one",
    (given) => {
      signal = given;
      looks += 1;
      return { n: looks };
    },
    1,
  );
  expect(looks).toBe(0);
  const page = open();
  await eventually("three looks", () => page.events().length >= 3);
  expect(page.events().slice(0, 3)).toEqual([1, 2, 3].map((n) => ["one", { n }]));
  expect(signal?.aborted).toBe(false);
  page.socket.destroy();
  await eventually("the page is gone", () => stream.connected() === 0);
  expect(signal?.aborted).toBe(true);
  const before = looks;
  const again = open();
  await eventually("the newest state, and a new look", () => again.events().length >= 2);
  expect(again.events()[0]).toEqual(["one", { n: before }]);
});

test("when a look is slow, then there is never a second one, and a refresh during it looks once more", async () => {
  const { stream, open } = await serveStream();
  const looks: PromiseWithResolvers<string>[] = [];
  stream.watch(
    "two",
    () => {
      const look = Promise.withResolvers<string>();
      looks.push(look);
      return look.promise;
    },
    60_000,
  );
  const page = open();
  await eventually("a look", () => looks.length === 1);
  stream.refresh("two");
  stream.refresh("two");
  expect(looks).toHaveLength(1);
  looks[0]?.resolve("before");
  await eventually("another look", () => looks.length === 2);
  looks[1]?.resolve("after");
  await eventually("both", () => page.events().length === 2);
  expect(page.events()).toEqual([
    ["two", "before"],
    ["two", "after"],
  ]);
  stream.refresh("two");
  expect(looks).toHaveLength(3);
});

test("when a look fails, then the state stays, it is reported, and the next look goes on", async () => {
  const errors: string[] = [];
  const { stream, open } = await serveStream({ onError: (name, error) => errors.push(`${name}: ${error}`) });
  let looks = 0;
  stream.watch(
    "one",
    async () => {
      looks += 1;
      if (looks === 2) throw new Error("no");
      return { n: looks };
    },
    1,
  );
  const page = open();
  await eventually("a look after the failure", () => page.events().length >= 2);
  expect(page.events().slice(0, 2)).toEqual([
    ["one", { n: 1 }],
    ["one", { n: 3 }],
  ]);
  expect(errors).toEqual(["one: Error: no"]);
});

test("when a watch is ended, then it looks no more", async () => {
  const { stream, open } = await serveStream();
  let looks = 0;
  const end = stream.watch("one", () => ({ n: ++looks }), 1);
  const page = open();
  await eventually("a look", () => looks > 0);
  end();
  const before = looks;
  stream.refresh("one");
  stream.set("two", "now");
  await eventually("the other state", () => page.events().some(([name]) => name === "two"));
  expect(looks).toBe(before);
});

test("when a page reads nothing, then only the newest state waits for it, and it is cut off", async () => {
  const { stream, open } = await serveStream({ heartbeatMs: 200 });
  const slow = open();
  const fast = open();
  await eventually("both", () => stream.connected() === 2);
  slow.socket.pause();
  const before = process.memoryUsage().arrayBuffers;
  let sent = 0;
  await eventually("the slow page is cut off", () => {
    sent += 1;
    stream.set("two", `${sent} ${"x".repeat(1_000_000)}`);
    return stream.connected() === 1;
  });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200_000_000);
  stream.set("two", "last");
  await eventually("the fast page has the newest", () => fast.events().at(-1)?.[1] === "last");
});

test("when pages connect and leave 20 times, then nothing is left of them", async () => {
  const { stream, open } = await serveStream();
  stream.set("two", "state");
  for (let turn = 0; turn < 20; turn += 1) {
    const page = open();
    await eventually("the state", () => page.events().length === 1);
    page.socket.destroy();
  }
  await eventually("nobody is connected", () => stream.connected() === 0);
});

test("when too many pages are open, then the next is told to stay away", async () => {
  const { stream, open } = await serveStream();
  for (let opened = 0; opened < 32; opened += 1) open();
  await eventually("all are connected", () => stream.connected() === 32);
  const late = open();
  await eventually("an answer", () => late.text().startsWith("HTTP/1.1 503"));
});
