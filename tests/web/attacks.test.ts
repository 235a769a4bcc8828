import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { PAGE_PROTOCOL } from "../../web/contract/page-token.ts";
import { TERMINAL_PROTOCOL, TERMINALS_PATH } from "../../web/contract/terminal.ts";
import { openUrl } from "../../web/server/running-server.ts";
import { hasChromium } from "../support/chromium.ts";
import { browse, launch } from "./support/browsing.ts";

const MARKUP = '<img src="/x" onerror="window.attacked=true"><script>window.attacked=true</script>';
/** Sets a title, writes the clipboard, and turns letters round. */
const ESCAPES = "\u001b]0;attacked\u0007\u001b]52;c;YXR0YWNrZWQ=\u0007\u202egnp";

describe.skipIf(!hasChromium("attacks"))("when the page is attacked in a real browser", () => {
  const { dir, port } = inject("page");
  const own = `http://127.0.0.1:${port}`;
  let browser: Browser;
  let page: Page;
  let context: BrowserContext;
  let elsewhere: Server;
  let foreign: Page;
  beforeAll(async () => {
    browser = await launch();
    ({ page, context } = await browse(browser, { dir, port }));
    elsewhere = createServer((_, response) =>
      response.setHeader("content-type", "text/html").end("<!doctype html><title>elsewhere</title>"),
    );
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    foreign = await context.newPage();
    await foreign.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    await browser?.close();
    elsewhere?.close();
  });

  test("then another port of this host, with the cookie, changes nothing and opens no shell", async () => {
    // The worst case: the other page knows the token that the page holds, so only its origin speaks against it.
    const token = (await page.locator("meta[name=page-token]").getAttribute("content")) ?? "";
    const tried = async (origin: string) => {
      const headers = { origin, "x-lab-page": token };
      const url = `${own}/api/lessons/1/check`;
      return (await context.request.post(url, { headers, data: { lang: "en", isAsked: false } })).status();
    };
    expect(await tried(own)).toBe(200);
    expect(await tried(new URL(foreign.url()).origin)).toBe(403);
    await page.locator(".shell-state-prompt").waitFor();
    const [shell] = await (await context.request.get(`${own}${TERMINALS_PATH}`)).json();
    const protocols = [TERMINAL_PROTOCOL, PAGE_PROTOCOL + token];
    const open = (from: Page) =>
      from.evaluate(
        ([address = "", ...protocols]) =>
          new Promise<string>((resolve) => {
            const socket = new WebSocket(address, protocols);
            socket.onopen = () => resolve("open");
            socket.onerror = () => resolve("refused");
          }),
        [`ws://127.0.0.1:${port}${TERMINALS_PATH}/${shell.id}`, ...protocols],
      );
    expect(await open(page)).toBe("open");
    expect(await open(foreign)).toBe("refused");
  });

  test("then it is shown in no frame, and gives its answers to no other page", async () => {
    const read = await foreign.evaluate(
      (address) =>
        fetch(address, { credentials: "include" }).then(
          () => "read",
          () => "refused",
        ),
      `${own}/api/lessons`,
    );
    expect(read).toBe("refused");
    await foreign.locator("body").evaluate((body, address) => {
      const frame = body.ownerDocument.createElement("iframe");
      frame.src = address;
      body.append(frame);
      return new Promise((resolve) => {
        frame.onload = resolve;
      });
    }, `${own}/`);
    const frame = foreign.frames().find((each) => each !== foreign.mainFrame());
    expect(frame?.url()).toMatch(/^chrome-error:/);
  });

  test("then an address opens the page once, and scripts see neither its token nor the cookie", async () => {
    expect(page.url()).not.toContain("token");
    expect(await page.locator("body").evaluate((body) => body.ownerDocument.cookie)).toBe("");
    const url = openUrl(dir, port);
    const first = await browser.newContext();
    expect((await (await first.newPage()).goto(url))?.status()).toBe(200);
    const second = await browser.newContext();
    expect((await (await second.newPage()).goto(url))?.status()).toBeGreaterThanOrEqual(400);
    await Promise.all([first.close(), second.close()]);
  });

  test("then markup and escape sequences in a record are only text", async () => {
    const url = "http://localhost:5101/api/messages";
    const body = JSON.stringify({ key: MARKUP, message: `${MARKUP}${ESCAPES}` });
    const headers = { "content-type": "application/json" };
    expect((await fetch(url, { method: "POST", headers, body })).ok).toBe(true);
    const cell = page.locator('.cell[aria-label*="onerror"]').last();
    await cell.waitFor();
    await cell.focus();
    const box = page.locator("#record");
    await box.getByText("onerror").first().waitFor();
    const text = (await box.textContent()) ?? "";
    expect(text).toContain("<img");
    for (const hidden of ["\u001b", "\u0007", "\u202e"]) expect(text).not.toContain(hidden);
    expect(await box.locator("img, script").count()).toBe(0);
    expect(await page.evaluate(() => "attacked" in globalThis)).toBe(false);
    expect(await page.title()).not.toContain("attacked");
  });

  test("then a path that leaves the project is refused", async () => {
    const ask = (path: string) => context.request.get(`${own}/api/lessons/2/file`, { params: { path } });
    const { html } = await (await context.request.get(`${own}/api/lessons/2?lang=en`)).json();
    const [, linked = ""] = /data-file="([^"]+)"/.exec(html) ?? [];
    expect((await ask(linked)).status(), linked).toBe(200);
    for (const path of [
      "../../etc/passwd",
      "/etc/passwd",
      ".lab/web-session.json",
      `${linked}/../../README.md`,
    ])
      expect((await ask(path)).status(), path).toBeGreaterThanOrEqual(400);
    expect((await context.request.get(`${own}/client/..%2f..%2f..%2fpackage.json`)).status()).toBe(404);
  });
});
