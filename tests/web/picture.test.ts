import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { connectTo } from "../cluster/support/load.ts";
import { hasChromium } from "../support/chromium.ts";
import { eventually } from "../support/eventually.ts";
import { runInLab } from "../workshop/support/learners-environment.ts";
import { browse, launch } from "./support/browsing.ts";
import { cellOf } from "./support/picture.ts";
import { postByCurl } from "./support/post-by-curl.ts";

/** How long the picture may take behind the real system. */
const WITHIN_MS = { message: 1_000, assignment: 2_000 };
/** High enough for all partitions: only what is in the window is in the document. */
const viewport = { width: 1_400, height: 1_400 };
const serviceA = "http://localhost:5101";
const serviceB = "http://localhost:5102";

describe.skipIf(!hasChromium("the picture of Kafka"))("when a lab runs, then its picture", () => {
  const { dir } = inject("page");
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    await runInLab(dir, "./lab", "config", "set", "serviceBInstances", "2");
    await runInLab(dir, "./lab", "up", "--yes");
    browser = await launch();
    ({ page, complaints } = await browse(browser, inject("page"), { viewport }));
    await page.locator(".log-row").first().waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await runInLab(dir, "./lab", "config", "set", "serviceBInstances", "1");
    await runInLab(dir, "./lab", "up", "--yes");
  });

  const admin = async <T>(ask: (admin: ReturnType<ReturnType<typeof connectTo>["admin"]>) => Promise<T>) => {
    const connected = connectTo({ bootstrap: ["127.0.0.1:9092"] }).admin();
    await connected.connect();
    return ask(connected).finally(() => connected.disconnect());
  };

  test("has a message that curl posts in its cell within a second", async () => {
    const tookMs: number[] = [];
    for (let at = 0; at < 20; at += 1) {
      const beganMs = performance.now();
      const place = await postByCurl(serviceA, { message: `message ${at}`, key: `key-${at % 5}` });
      await cellOf(page, place).waitFor();
      tookMs.push(Math.round(performance.now() - beganMs));
    }
    const [median = 0] = tookMs.toSorted((a, b) => a - b).slice(10);
    console.log(`from curl to its cell: median ${median} ms of ${tookMs.join(", ")}`);
    expect(median).toBeLessThan(WITHIN_MS.message);
  });

  test("shows a message fly from service-a to its cell, and on to the instance that reads it", async () => {
    const picture = page.locator(".picture");
    await picture.evaluate((element) => {
      const view = element.ownerDocument.defaultView;
      view.seen = [];
      const note = (changes: { addedNodes: Iterable<{ className?: string }> }[]) => {
        for (const { addedNodes } of changes)
          for (const { className = "" } of addedNodes)
            if (className.includes("flying-")) view.seen.push(className);
      };
      new view.MutationObserver(note).observe(element, { childList: true });
    });
    const seen = (): Promise<string> =>
      picture.evaluate((element) => element.ownerDocument.defaultView.seen.join());
    await postByCurl(serviceA, { message: "seen" });
    await eventually("it flies to its cell", async () => (await seen()).includes("flying-arrived"));
    await fetch(`${serviceB}/api/messages`);
    await eventually("it flies to its reader", async () => (await seen()).includes("flying-read"));
  });

  test("hands out the next message that service-b has, as a GET does", async () => {
    await page.getByRole("button", { name: "Receive", exact: true }).click();
    await page.locator(".panel").getByRole("button", { name: "Receive the next message" }).click();
    await page
      .locator(".panel")
      .getByText(/^200 · Received message: /)
      .waitFor();
  });

  test("disturbs nobody who reads: there is no other group, and nothing is taken", async () => {
    const now = () =>
      admin(async (asked) => ({
        groups: (await asked.listGroups()).groups.map(({ groupId }) => groupId),
        positions: await asked.fetchOffsets({ groupId: "message-group", topics: ["message-topic"] }),
      }));
    const before = await now();
    await page.getByRole("button", { name: "Browse", exact: true }).click();
    await page.locator(".panel").getByRole("button", { name: "Show" }).click();
    await page.locator(".panel .records").waitFor();
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.getByRole("searchbox").fill("MESSAGE 7");
    await page.locator(".panel").getByRole("button", { name: "Search" }).click();
    await page.locator(".panel .records summary").getByText("message 7").waitFor();
    const after = await now();
    expect(after.positions).toEqual(before.positions);
    // Groups of earlier tests may go in the meantime.
    expect(after.groups.filter((group) => !before.groups.includes(group))).toEqual([]);
  });

  test("moves a group to where its plan says, but none that has members", async () => {
    const groupId = "left-alone";
    const topic = "message-topic";
    await admin((asked) => asked.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: "3" }] }));
    await page.getByRole("button", { name: "Move a group", exact: true }).click();
    const panel = page.locator(".panel");
    await panel.locator("option", { hasText: groupId }).waitFor({ state: "attached" });
    await panel.getByLabel("Group").selectOption("message-group");
    await panel.getByRole("button", { name: "Show the plan" }).click();
    await panel.locator(".problem").waitFor();
    expect(await panel.getByRole("button", { name: "Move it like this" }).count()).toBe(0);
    await panel.getByLabel("Group").selectOption(groupId);
    await panel.getByLabel("To").selectOption("the earliest message");
    await panel.getByRole("button", { name: "Show the plan" }).click();
    expect(await panel.locator("tbody tr").first().innerText()).toMatch(/^0\s+3\s+0/);
    await panel.getByRole("button", { name: "Move it like this" }).click();
    await panel.getByText("The group is there now.").waitFor();
    const [found] = await admin((asked) => asked.fetchOffsets({ groupId, topics: [topic] }));
    expect(found?.partitions.find(({ partition }) => partition === 0)?.offset).toBe("0");
    await admin((asked) => asked.deleteGroups([groupId]));
  });

  test("shows markup and control characters of a record as text, wherever it is shown", async () => {
    const evil =
      '<img src="x" onerror="document.title=1"><script>document.title=1</script>\u001b]52;c;AAAA\u0007';
    const title = await page.title();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    const panel = page.locator(".panel");
    await panel.getByLabel("no key").uncheck();
    await panel.getByLabel("Key", { exact: true }).fill(evil);
    await panel.getByLabel("Value", { exact: true }).fill(evil);
    await panel.getByRole("textbox", { name: /^Headers/ }).fill(`name: ${evil}`);
    await panel.getByRole("button", { name: "Send" }).click();
    const answer = await panel.getByText(/^Stored in partition/).innerText();
    const [partition = 0, offset = 0] = [...answer.matchAll(/\d+/g)].map(Number);
    await cellOf(page, { partition, offset }).focus();
    const box = page.getByRole("tooltip");
    expect((await box.innerText()).split("<img")).toHaveLength(4);
    expect(await box.innerText()).not.toContain("\u001b");
    expect(await page.locator(".picture img, .picture script").count()).toBe(0);
    expect(await page.title()).toBe(title);
    expect(complaints).toEqual([]);
  });

  test("shows the new assignment when a third instance joins, within two seconds of Kafka's knowing", async () => {
    const joined = async () =>
      admin(async (asked) => {
        await eventually(
          "Kafka has three members",
          async () => {
            const [group] = (await asked.describeGroups(["message-group"])).groups;
            return group?.state === "Stable" && group.members.length === 3;
          },
          120_000,
        );
        return performance.now();
      });
    const shown = async () => {
      const reading = (of: string) =>
        page.locator(`[data-actor="${of}"]`).getByText(/^message-group: reads \d$/);
      const waiting = ["service-b", "service-b-2", "service-b-3"].map((of) =>
        reading(of).waitFor({ timeout: 120_000 }),
      );
      await Promise.all(waiting);
      return performance.now();
    };
    await runInLab(dir, "./lab", "config", "set", "serviceBInstances", "3");
    const [, known, seen] = await Promise.all([runInLab(dir, "./lab", "up", "--yes"), joined(), shown()]);
    console.log(`a third instance: in the picture ${Math.round(seen - known)} ms after Kafka knew it`);
    expect(seen - known).toBeLessThan(WITHIN_MS.assignment);
  });
});
