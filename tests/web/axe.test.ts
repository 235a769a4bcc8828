import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hasChromium } from "../support/chromium.ts";
import { browse, launch } from "./support/browsing.ts";

describe.skipIf(!hasChromium("axe"))("when axe looks at the page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
    // The picture of an empty topic has nothing to look at.
    const body = JSON.stringify("to look at");
    const headers = { "content-type": "application/json" };
    await fetch("http://localhost:5101/api/messages", { method: "POST", headers, body });
  });
  afterAll(() => browser?.close());

  for (const colorScheme of ["light", "dark"] as const)
    test(`then it finds nothing on any view, ${colorScheme}`, async () => {
      const { page, context } = await browse(browser, inject("page"), { colorScheme });
      await page.locator(".reading[aria-busy=false] .text").waitFor();
      await page.locator(".cell").first().waitFor();
      const panels = page.locator(".panels .bar button");
      const found = [];
      for (let at = 0; at < (await panels.count()); at++) {
        await panels.nth(at).click();
        found.push(...(await violations(page, ".panels")));
      }
      found.push(...(await violations(page)));
      for (const [tab, content] of [
        ["stack", ".resources tbody"],
        ["api", ".call"],
        ["drills", ".drills tbody tr"],
      ] as const) {
        await page.locator(`#lab-tab-${tab}`).click();
        await page.locator(content).first().waitFor();
        if (tab === "api") await page.locator(".call summary").first().click();
        found.push(...(await violations(page)));
      }
      await context.close();
      expect(found).toEqual([]);
    });

  test("then it finds nothing in a narrow window, on any view", async () => {
    const { page, context } = await browse(browser, inject("page"), {
      viewport: { width: 390, height: 844 },
    });
    const found = [];
    for (const view of await page.locator(".views button").all()) {
      await view.click();
      found.push(...(await violations(page)));
    }
    await context.close();
    expect(found).toEqual([]);
  });
});

async function violations(page: Page, part = "html"): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
