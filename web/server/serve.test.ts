import { once } from "node:events";
import { rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../../tests/support/eventually.ts";
import { EVENTS_PATH } from "../contract/states.ts";
import { sessionFile } from "./guard/session.ts";
import { makeSmallProject } from "./lesson/testing/small-project.ts";
import { openUrl, runningServer } from "./running-server.ts";
import { loadPty } from "./terminal/pty.ts";
import { ask } from "./testing/ask.ts";
import { newFolder, pathOf, servePage } from "./testing/served-page.ts";

test("when the wanted port is taken, then another one is used, and the address says which", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const { port: taken } = other.address() as AddressInfo;
  const { served } = await servePage({ port: taken });
  expect(served.port).not.toBe(taken);
  expect(served.url).toBe(`http://127.0.0.1:${served.port}/`);
  expect(served.openUrl()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w.-]+$/);
});

test("when no terminal can be opened, then the page says why, and everything else works", async () => {
  const pty = loadPty(() => {
    throw new Error("Cannot find module\nRequire stack");
  });
  const page = await servePage({ pty });
  const reason = expect.stringContaining("no terminal in the page (Cannot find module)");
  await expect(page.openTab()).rejects.toThrow(/503 .*no terminal in the page/);
  const terminal = page.attach("any");
  await eventually("it says so", () => terminal.messages.length > 0);
  expect(terminal.messages).toEqual([{ type: "unavailable", reason }]);
  expect(await page.ask({})).toMatchObject({ status: 200, body: expect.stringContaining("page-token") });
  expect(await page.ask({ path: "/api/terminals" })).toMatchObject({ status: 200, body: "[]" });
});

test("when a server runs, then another process finds it, and can let a browser in; once it is closed, it does not", async () => {
  const projectDir = newFolder();
  expect(runningServer(projectDir)).toBeUndefined();
  const { served } = await servePage({ projectDir });
  expect(runningServer(projectDir)).toBe(served.port);
  expect(await ask(served.port, { path: pathOf(openUrl(projectDir, served.port)) })).toMatchObject({
    status: 303,
  });
  rmSync(sessionFile(projectDir));
  expect(await ask(served.port, { path: pathOf(served.openUrl()) })).toMatchObject({ status: 303 });
  await served.close();
  expect(runningServer(projectDir)).toBeUndefined();
});

test("when the page asks for lessons, then they come as a state and as pages, to whoever has the cookie", async () => {
  const { served, cookie, ask: askAsPage } = await servePage({ projectDir: makeSmallProject() });
  const path = "/api/lessons/1?lang=en";
  expect(await askAsPage({ path })).toMatchObject({
    status: 200,
    body: expect.stringContaining('"title":"First"'),
    headers: { "cache-control": "no-store" },
  });
  expect(await ask(served.port, { path })).toMatchObject({ status: 401 });
  const check = { method: "POST", path: "/api/lessons/1/ticks/clear", body: "{}" };
  expect(await askAsPage(check)).toMatchObject({ status: 200 });
  expect(await askAsPage({ ...check, headers: { origin: "https://evil.example" } })).toMatchObject({
    status: 403,
  });
  const { body } = await fetch(new URL(EVENTS_PATH, served.url), { headers: { cookie } });
  expect(await firstEvent(body)).toContain('event: lessons\ndata: {"lessons":[{"number":1,');
});

test("when the server closes, then open streams, sockets and shells end", async () => {
  const page = await servePage();
  const tab = await page.openTab();
  const terminal = page.attach(tab.id);
  await terminal.until("prompt");
  const stream = page.ask({ path: EVENTS_PATH });
  await eventually("both are connected", () => page.served.connected().pages === 1);
  await page.served.close();
  expect((await stream).headers["content-type"]).toMatch("text/event-stream");
  await eventually("the socket is closed", () => terminal.socket.readyState === terminal.socket.CLOSED);
  expect(page.served.connected()).toEqual({ pages: 0, terminals: 0 });
  await expect(page.ask({})).rejects.toThrow(/ECONNREFUSED/);
});

async function firstEvent(body: ReadableStream<Uint8Array> | null): Promise<string> {
  let text = "";
  for await (const chunk of body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes("\ndata: ")) break;
  }
  return text;
}
