import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../../tests/support/eventually.ts";
import { EVENTS_PATH } from "../contract.ts";
import { loadPty } from "./terminal/pty.ts";
import { servePage } from "./testing/served-page.ts";

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
