import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Frame, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { executablePath, hasChromium, args as usual } from "../support/chromium.ts";
import { eventually } from "../support/eventually.ts";
import { freshTopic, launchReady, post, read } from "./support/launch-service.ts";

const noBrowser = !hasChromium("what pages of others may do");

const file = path.join(import.meta.dirname, "support/roads.html");
const html = await readFile(file, "utf8");
// The browser's own protection against this is off, because not every browser has it.
const args = [
  ...usual,
  "--disable-features=LocalNetworkAccessChecks",
  "--disable-popup-blocking",
  "--host-resolver-rules=MAP *.test 127.0.0.1",
];

describe.skipIf(noBrowser)("in a real browser", () => {
  let browser: Browser;
  let page: Page;
  const web = createServer((_req, res) => void res.setHeader("content-type", "text/html").end(html));

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args });
    await new Promise((resolve) => web.listen(0, "127.0.0.1", () => resolve(undefined)));
  });

  beforeEach(async () => {
    page = await browser.newPage();
    return () => page.close();
  });

  afterAll(async () => {
    await browser?.close();
    web.close();
  });

  test("when pages from elsewhere try every way in, then nothing is sent, taken or read", async () => {
    const services = await start();
    const { post: rebound } = services.at("rebound.test");
    for (const address of ["localhost", "0.0.0.0", ...ownAddress()])
      await expectNoAccess(await visit(addressOf("evil.test")), services, address);
    await expectNoAccess(await visit(String(pathToFileURL(file))), services, "localhost");
    await expectNoAccess(await visitInSandbox(), services, "localhost");
    await expectNoAccess(await visitWithoutServer("https://evil.test/"), services, "127.0.0.1");
    // Its name pointed elsewhere when the page was loaded, and now points to this machine.
    const page = await visitWithoutServer(new URL("/page", rebound).href);
    await expectNoAccess(page, services, "rebound.test", /: 403 .*foreign-host/);
  });

  test("when a page on this machine asks, then it sends and reads, and may do nothing else", async () => {
    const services = await start();
    const { post, get } = services.at("localhost");
    const page = await visit(addressOf("localhost"));
    const ask = (url: string, init: object) =>
      page.evaluate(`fetch("${url}", ${JSON.stringify(init)}).then(
        async (response) => response.status + " " + (await response.text()),
        () => "refused by the browser",
      )`);
    const headers = { "content-type": "application/json", "x-request-id": "of-the-page" };
    expect(await ask(post, { method: "POST", headers, body: '"by JSON"' })).toMatch(/^200 Message 'by JSON'/);
    expect(await ask(get, {})).toBe("200 Received message: 0");
    expect(await ask(get, { headers: { accept: "application/json" } })).toContain('"of-the-page"');
    for (const method of ["PUT", "DELETE", "PATCH"])
      expect(await ask(post, { method, headers })).toBe("refused by the browser");
  });

  /** Both services, with one message that nobody has read yet: its offset is its text. */
  async function start() {
    const settings = { ...freshTopic(), TOPIC_PARTITIONS: "1", HOST: "0.0.0.0" };
    const names = ["service-a", "service-b"] as const;
    const [a, b] = await Promise.all(names.map((name) => launchReady(name, settings)));
    if (!a || !b) throw new Error("expected two services");
    await post(a.url, "0");
    const address = (host: string, { url }: { url: string }) =>
      `http://${host}:${new URL(url).port}/api/messages`;
    return { a, b, sent: 0, at: (host: string) => ({ post: address(host, a), get: address(host, b) }) };
  }

  async function expectNoAccess(
    page: Frame,
    services: Awaited<ReturnType<typeof start>>,
    host: string,
    refusal = /^$/,
  ): Promise<void> {
    const { a, b, at } = services;
    const what = `${page.url()}, to ${host}`;
    const before = [await refusals(a.url), await refusals(b.url)] as const;
    const readable = (await page.evaluate(`tryAllRoads(${JSON.stringify(at(host))})`)) as string[];
    await eventually(`most requests of ${what} reached the services`, async () => {
      return (await refusals(a.url)) - before[0] >= 6 && (await refusals(b.url)) - before[1] >= 14;
    });
    expect(
      readable.filter((answer) => !refusal.test(answer)),
      what,
    ).toEqual([]);
    const { offset } = await post(a.url, String(++services.sent));
    expect(offset, what).toBe(services.sent);
    expect(await read(b.url, 1), what).toMatchObject([{ message: String(services.sent - 1) }]);
  }

  const addressOf = (host: string) => `http://${host}:${(web.address() as AddressInfo).port}/`;

  async function visit(address: string): Promise<Frame> {
    await page.goto(address);
    return page.mainFrame();
  }

  /** A page whose origin is "null". */
  async function visitInSandbox(): Promise<Frame> {
    const frame = await visit(addressOf("localhost"));
    const source = addressOf("localhost");
    await page.setContent(
      `<iframe sandbox="allow-scripts allow-forms allow-popups" src="${source}"></iframe>`,
    );
    await eventually("the frame is there", () => frame.childFrames().length === 1);
    const [sandbox = frame] = frame.childFrames();
    await sandbox.waitForFunction(() => "tryAllRoads" in globalThis);
    return sandbox;
  }

  /** From here on Playwright answers the page's preflights, and allows all. */
  async function visitWithoutServer(address: string): Promise<Frame> {
    await page.route(address, (route) => route.fulfill({ contentType: "text/html", body: html }));
    return visit(address);
  }
});

/** The address of this machine in its network, if it has one: a browser does not say there which page asks. */
function ownAddress(): string[] {
  const entries = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const others = entries.filter(({ internal, family }) => !internal && family === "IPv4");
  return others.slice(0, 1).map(({ address }) => address);
}

async function refusals(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const counts = metrics.matchAll(/^http_request_duration_seconds_count\{.*status="403".*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}
