import Dockerode from "dockerode";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hasChromium } from "../support/chromium.ts";
import { eventually } from "../support/eventually.ts";
import { runInLab } from "../workshop/support/learners-environment.ts";
import { browse, launch } from "./support/browsing.ts";

/** A drill begins with a whole lab, and is checked by reading what the services do. */
const COMMAND_MS = 180_000;

describe.skipIf(!hasChromium("a drill on the page"))("when a drill is drawn, then the page", () => {
  const { dir } = inject("page");
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await launch();
    ({ page, complaints } = await browse(browser, inject("page")));
    await page.getByRole("tab", { name: "Drills" }).click();
    await page.getByText("waits for a command").waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await runInLab(dir, "./lab", "up", "--yes", "--refresh");
  });

  const drills = () => page.locator(".drills");
  const press = (name: string) => drills().getByRole("button", { name }).click();

  test("shows its symptom, its clock and its hints", async () => {
    await page.locator("tr", { hasText: "broker-paused" }).getByRole("button", { name: "Draw" }).click();
    await drills().getByText("Every POST takes 15 s").waitFor({ timeout: COMMAND_MS });
    expect(await page.getByRole("timer").innerText()).toMatch(/^\d+:\d\d$/);
    await drills().getByText("0 hints so far").waitFor();
    await page.getByText("waits for a command").waitFor({ timeout: COMMAND_MS });
    await press("Hint");
    await drills().getByText("1 hint so far").waitFor({ timeout: COMMAND_MS });
  });

  test("has it checked once it is repaired, and a result to show to others", async () => {
    await new Dockerode().getContainer("kafka").unpause();
    await page.getByText("waits for a command").waitFor({ timeout: COMMAND_MS });
    await press("Is it fixed?");
    await drills().getByText("The last drill: broker-paused").waitFor({ timeout: COMMAND_MS });
    await press("Result to show");
    const text = await page.getByRole("dialog").locator("pre").innerText();
    expect(text).toMatch(/1 hint/);
    expect(text).not.toContain("broker-paused");
    await page.keyboard.press("Escape");
    expect(complaints).toEqual([]);
  });

  test("restores the lab by a button, says that it was given up, and takes a note before", async () => {
    await page.locator("tr", { hasText: "broker-paused" }).getByRole("button", { name: "Draw" }).click();
    await drills().getByText("Every POST takes 15 s").waitFor({ timeout: COMMAND_MS });
    await page.getByText("waits for a command").waitFor({ timeout: COMMAND_MS });
    await drills().getByLabel("What did you look at?").fill("docker ps, it's paused");
    await press("Note");
    await eventually("the note is taken", async () => (await noteOf(page)) === "", COMMAND_MS);
    await page.getByText("waits for a command").waitFor({ timeout: COMMAND_MS });
    await press("Give up and restore");
    await drills().getByText("Given up.").waitFor({ timeout: COMMAND_MS });
    const { State } = await new Dockerode().getContainer("kafka").inspect();
    expect(State).toMatchObject({ Running: true, Paused: false });
    expect(complaints).toEqual([]);
  });
});

const noteOf = (page: Page) => page.getByLabel("What did you look at?").inputValue();
