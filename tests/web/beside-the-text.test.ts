import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hasChromium } from "../support/chromium.ts";
import { eventually } from "../support/eventually.ts";
import { browse, launch, openLesson, speak, waitForPrompt } from "./support/browsing.ts";
import { press } from "./support/pressing.ts";

const lab = inject("page");

describe.skipIf(!hasChromium("beside the text"))("beside a lesson's text", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test("when the rows are watched while a lesson is solved, then they change by themselves, and a reset begins anew", async () => {
    const { page, context, complaints } = await browse(browser, lab);
    await speak(page, "en");
    await openLesson(page, 1);
    const checks = page.locator(".checks");
    const button = (name: string) => checks.getByRole("button", { name, exact: true });
    await waitForPrompt(page);
    await press(button("Begin"));
    await button("Hint").click();
    await checks.locator(".hint", { hasText: "Hint 1 of" }).waitFor();
    await checks.getByLabel("Keep watching").check();
    const open = checks.locator(".row-bad").first();
    await open.waitFor();
    expect(await open.locator("dd").count()).toBe(2);
    await open.getByRole("button", { name: "See it" }).click();
    const command = (await open.locator("code").innerText()).slice(0, 20);
    await page.locator(".xterm-rows").filter({ visible: true, hasText: command }).waitFor();
    await waitForPrompt(page);
    await press(button("Solve"));
    await checks.getByText("solved for you · All rows hold.").waitFor();
    await page.locator(".lessons a[aria-current]", { hasText: "◇" }).waitFor();
    await checks.getByLabel("Keep watching").uncheck();
    await press(button("Reset"));
    await page.locator(".lessons a[aria-current]", { hasText: "◐" }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("when the pointer is on a term, then its definition is shown, until Escape", async () => {
    const { page, context } = await browse(browser, lab);
    await speak(page, "fr");
    await openLesson(page, 1);
    const term = page.locator(".text [data-definition]").first();
    const definition = page.getByRole("tooltip");
    // A scroll hides it, and the pointer's way to the term scrolls the text.
    await eventually("the definition is shown", async () => {
      await page.mouse.move(0, 0);
      await term.hover();
      return definition.isVisible();
    });
    expect(await definition.innerText()).toBe(await term.getAttribute("data-definition"));
    await page.keyboard.press("Escape");
    await definition.waitFor({ state: "hidden" });
    await context.close();
  });

  test("when the language is changed, then the same lesson is there in the other one, and after a reload as well", async () => {
    const { page, context } = await browse(browser, lab);
    await speak(page, "en");
    await openLesson(page, 4);
    await page.getByRole("heading", { level: 1, name: "Keys and partitions" }).waitFor();
    await speak(page, "fr");
    const french = page.getByRole("heading", { level: 1, name: "Clés et partitions" });
    await french.waitFor();
    await page.reload();
    await french.waitFor();
    await context.close();
  });

  test("when a link leads to a file of the project, then the file is shown as it is", async () => {
    const { page, context } = await browse(browser, lab);
    await speak(page, "en");
    await openLesson(page, 2);
    const link = page.locator(".text a[data-file]").first();
    await link.click();
    const dialog = page.getByRole("dialog");
    await dialog.locator(".file").waitFor();
    expect((await dialog.locator(".file").innerText()).length).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await context.close();
  });
});
