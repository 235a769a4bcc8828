import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hasChromium } from "../support/chromium.ts";
import { browse, launch, openLesson } from "./support/browsing.ts";
import { tabTo } from "./support/pressing.ts";

describe.skipIf(!hasChromium("keyboard"))("when there is no mouse", () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launch();
    ({ page } = await browse(browser, inject("page"), { reducedMotion: "reduce" }));
    await openLesson(page, 1);
    await page.reload(); // the mouse was in the sidebar
    await page.locator(".reading[aria-busy=false] .text").waitFor();
    await page.locator(".shell-state-prompt").waitFor();
  });
  afterAll(() => browser?.close());

  test("then the first key leads past the sidebar, to the lesson", async () => {
    await page.keyboard.press("Tab");
    await page.locator(".skip:focus").waitFor();
    await page.keyboard.press("Enter");
    await page.locator("#lesson-pane:focus").waitFor();
  });

  test("then a command runs and gets its tick, and a prediction is answered", async () => {
    const block = page.locator(".text [data-block]", { hasText: `'"red"' http` }).first();
    await tabTo(page, block.getByRole("button", { name: "Run" }));
    await page.keyboard.press("Enter");
    await block.locator(".tick").waitFor();
    const choice = page.locator(".choice").first();
    await tabTo(page, choice);
    await page.keyboard.press("Enter");
    await page.locator(".prediction .answer").first().waitFor();
  });

  test("then each thing with the focus shows it", async () => {
    const unseen = [];
    for (let at = 0; at < 25; at++) {
      await page.keyboard.press("Tab");
      const { name, isSeen } = await page.locator("body").evaluate((body) => {
        const { activeElement: element, defaultView } = body.ownerDocument;
        const style = element && defaultView.getComputedStyle(element);
        return {
          name: element?.outerHTML.slice(0, 80),
          isSeen: element?.matches(".xterm-helper-textarea") || style?.outlineStyle !== "none",
        };
      });
      if (!isSeen) unseen.push(name);
    }
    expect(unseen).toEqual([]);
  });

  test("then arrows go through tabs and records, and the terminal can be left", async () => {
    await page.locator("#lab-tab-picture").focus();
    await page.keyboard.press("ArrowRight");
    await page.locator("#lab-tab-stack:focus[aria-selected=true]").waitFor();
    await page.keyboard.press("ArrowLeft");
    await tabTo(page, page.locator(".cell[tabindex='0']"));
    const before = await cellWithFocus(page);
    await page.keyboard.press("ArrowLeft");
    await page.locator("#record").waitFor();
    expect(await cellWithFocus(page)).not.toBe(before);
    await tabTo(page, page.locator(".xterm-helper-textarea").first());
    await page.keyboard.press("Control+Shift+ArrowUp");
    await page.locator("[id^=terminal-tab]:focus").waitFor();
  });
});

function cellWithFocus(page: Page): Promise<string | null> {
  return page.locator(".cell:focus").getAttribute("data-cell");
}
