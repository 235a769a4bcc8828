import Dockerode from "dockerode";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hasChromium } from "../support/chromium.ts";
import { runInLab } from "../workshop/support/learners-environment.ts";
import { browse, launch } from "./support/browsing.ts";

const docker = new Dockerode();

describe.skipIf(!hasChromium("the three kinds of drift"))("when reality drifts away, then the stack", () => {
  const { dir } = inject("page");
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    await runInLab(dir, "./lab", "up", "--yes");
    browser = await launch();
    ({ page, complaints } = await browse(browser, inject("page")));
    await page.getByRole("tab", { name: "Stack" }).click();
    await page.locator("table.resources").waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    // Refused if the test that takes it off has not come so far.
    await docker
      .getNetwork("kafka-lab")
      .connect({ Container: "zookeeper", EndpointConfig: { Aliases: ["zookeeper"] } })
      .catch(() => undefined);
    await runInLab(dir, "./lab", "up", "--yes", "--refresh");
  });

  const rowOf = (name: string) =>
    page.locator("table.resources tbody").filter({
      has: page.locator("th[scope=row]", { hasText: new RegExp(`^${name} Container`) }),
    });
  const badge = (name: string, words: string) => rowOf(name).locator(".badge").getByText(words).first();

  async function preview(): Promise<void> {
    const answer = page.waitForResponse((response) => response.url().endsWith("/api/stack/preview"), {
      timeout: 60_000,
    });
    await page.getByRole("button", { name: "Preview" }).click();
    expect((await answer).status()).toBe(200);
  }

  test("marks a stopped container as what only a refresh sees, and the plan has nothing to do", async () => {
    await docker.getContainer("service-b").stop();
    await badge("service-b", "a refresh sees it").waitFor();
    await preview();
    await page.getByText("Nothing to do:").waitFor();
    await rowOf("service-b").locator("summary").click();
    expect(await rowOf("service-b").innerText()).toContain("mustRun");
  });

  test("marks it as what a plan sees once a refresh has told the state, and the plan opens to its values", async () => {
    await runInLab(dir, "./lab", "refresh", "--yes");
    await preview();
    await badge("service-b", "a plan sees it").waitFor();
    const step = page.locator(".plan li").filter({ hasText: "service-b" });
    await step.locator("summary").click();
    const text = await step.innerText();
    expect(text).toContain("replace");
    expect(text).toContain("- false");
    expect(text).toContain("+ true");
  });

  test("marks a container that was taken off its network as what nobody sees", async () => {
    await docker.getNetwork("kafka-lab").disconnect({ Container: "zookeeper" });
    await badge("zookeeper", "nobody sees it").waitFor();
  });

  test("marks a container that was removed, also where only differences are shown", async () => {
    await docker.getContainer("service-a").remove({ force: true });
    await page.getByLabel("only what differs").check();
    await badge("service-a", "a refresh sees it").waitFor();
    expect(await rowOf("kafka").count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
