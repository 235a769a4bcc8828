import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Language } from "../../workshop/authoring/lesson.ts";
import { listLessons } from "../../workshop/running/lessons.ts";
import { hasChromium } from "../support/chromium.ts";
import { browse, launch, openLesson, speak } from "./support/browsing.ts";
import { followLesson } from "./support/following.ts";
import { byKeys, byMouse } from "./support/pressing.ts";

const lab = inject("page");

describe.skipIf(!hasChromium("lessons on the page"))("lessons on the page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test.each(followed())(
    "when lesson %i is done by its buttons alone, in %s, by %s, then all its rows hold",
    async (number, lang, hand) => {
      const { page, context, complaints } = await browse(browser, lab);
      await speak(page, lang);
      await followLesson(page, { dir: lab.dir, number, hand: hand === "keys" ? byKeys : byMouse });
      await page.locator(".lessons a[aria-current]", { hasText: "●" }).waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  test.each<[Language]>([["en"], ["fr"]])(
    "when each lesson is opened, in %s, then all its blocks are there, and nothing fails",
    async (lang) => {
      const { page, context, complaints } = await browse(browser, lab);
      await speak(page, lang);
      for (const { number } of listLessons(lang)) {
        await openLesson(page, number);
        const blocks = page.locator(".text [data-block]");
        expect(await blocks.count(), `lesson ${number}`).toBeGreaterThan(0);
        expect(await blocks.locator(".block-bar").count(), `lesson ${number}`).toBe(await blocks.count());
        const diagrams = page.locator("[data-mermaid]");
        if ((await diagrams.count()) > 0)
          await page
            .locator(".text svg")
            .nth((await diagrams.count()) - 1)
            .waitFor();
      }
      expect(complaints).toEqual([]);
      await context.close();
    },
  );
});

type Followed = [number: number, lang: Language, hand: "keys" | "mouse"];

/** PAGE_LESSONS=2,5 asks for others, in the language of LESSON_LANG; each takes minutes. */
function followed(): Followed[] {
  const asked = process.env.PAGE_LESSONS;
  const lang = process.env.LESSON_LANG === "fr" ? "fr" : "en";
  if (asked) return asked.split(",").map((number) => [Number(number), lang, "mouse"]);
  return [
    [1, "en", "keys"],
    [4, "fr", "mouse"],
  ];
}
