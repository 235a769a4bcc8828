import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { openUrl } from "../../../web/server/running-server.ts";
import type { Language } from "../../../workshop/authoring/lesson.ts";
import { args, executablePath } from "../../support/chromium.ts";
import { byMouse } from "./pressing.ts";
import type { ServedLab } from "./served-lab.ts";

/** A browser that was let in, and what its page has complained of. */
export interface Browsing {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: string[];
}

/** What the tests of this file have opened; a test that fails leaves its page open. */
const opened = new Set<Page>();

export const openPages = (): Page[] => [...opened].filter((page) => !page.isClosed());

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath, args });
}

/** Opens the page by an address of its own, as `./lab open` prints it, in a window of the usual size. */
export async function browse(
  browser: Browser,
  { dir, port }: ServedLab,
  options: BrowserContextOptions = {},
): Promise<Browsing> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 720 }, ...options });
  const page = await context.newPage();
  opened.add(page);
  const complaints = collectComplaints(page);
  await page.goto(openUrl(dir, port));
  await page.locator(".reading[aria-busy=false] .text").waitFor();
  return { page, context, complaints };
}

/**
 * Errors of the page and of its console. Mermaid cleans each diagram in a document of its own, whose style elements the
 * policy refuses; they are made anew in the page, so that is no fault.
 */
function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const { url } = message.location();
    const isOfMermaid =
      url.endsWith("/mermaid.tiny.js") && message.text().startsWith("Applying inline style");
    if (message.type() === "error" && !isOfMermaid) complaints.push(`${message.text()} ${url}`);
  });
  return complaints;
}

/** Opens a lesson by its link in the sidebar. */
export async function openLesson(page: Page, number: number, hand = byMouse): Promise<void> {
  await hand(page.locator(".lessons a", { hasText: new RegExp(`(^|\\s)${number}\\. `) }));
  await page.locator(".reading[aria-busy=false] > p.quiet", { hasText: ` ${number} ` }).waitFor();
}

/** Waits until the shell that is shown waits for a command. */
export async function waitForPrompt(page: Page): Promise<void> {
  const note = page.locator(".shell-note", { hasText: /waits for a command|attend une commande/ });
  await note.filter({ visible: true }).waitFor();
}

/** Changes the page's language by its button, if it has another. */
export async function speak(page: Page, lang: Language): Promise<void> {
  const button = page.locator(`.top button[lang=${lang}]`);
  if (await button.isVisible()) await button.click();
  await page.locator(`html[lang=${lang}]`).waitFor({ state: "attached" });
}
