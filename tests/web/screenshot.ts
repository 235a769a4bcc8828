// Run this with the lab up, after a change to the page's looks: it makes the README's picture anew.
//
//   npm run screenshot
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";
import { browse, launch, openLesson } from "./support/browsing.ts";
import { joinOrServe } from "./support/served-lab.ts";

const file = "docs/page.png";
const { port, stop } = await joinOrServe(labDir);
const browser = await launch();
try {
  const viewport = { width: 1_440, height: 810 };
  const { page } = await browse(browser, { dir: labDir, port }, { viewport, locale: "en" });
  await openLesson(page, 1);
  // A prompt without the names of this machine and its folders.
  await page.locator(".shell-state-prompt").waitFor();
  await page.locator(".xterm-helper-textarea").pressSequentially("PS1='$ '; clear\n");
  await page.locator(".xterm-rows", { hasText: /^\$\s*$/ }).waitFor();
  for (const _ of Array(3)) {
    await send("green");
    await send("blue");
  }
  for (const _ of Array(9)) await fetch("http://localhost:5102/api/messages?timeout=1");
  const block = page.locator(".text [data-block]", { hasText: `'"red"' http` }).first();
  await block.getByRole("button", { name: "Run" }).click();
  await block.locator(".tick").waitFor();
  await block.evaluate((element) => element.scrollIntoView({ block: "center" }));
  await page.locator(".shell-state-prompt").waitFor();
  await page.locator("body").evaluate(async (body) => {
    for (const animation of body.ownerDocument.getAnimations()) await animation.finished;
  });
  writeFileSync(join(labDir, file), await page.screenshot());
  console.log(file);
} finally {
  await browser.close();
  await stop();
}

/** One message with the same key as its text, so that a color has its partition. */
async function send(text: string): Promise<void> {
  const { ok, status } = await fetch("http://localhost:5101/api/messages", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ key: text, message: text }),
  });
  if (!ok) throw new Error(`service-a answered ${status}; is the lab up?`);
}
