import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { runInLab } from "../../workshop/support/learners-environment.ts";
import { openLesson, waitForPrompt } from "./browsing.ts";
import { byMouse, COMMAND_MS, type Hand, press } from "./pressing.ts";

/** Does a whole lesson by its buttons: begins it, answers, runs and writes each block in turn, then asks for its rows. */
export async function followLesson(
  page: Page,
  { dir, number, hand = byMouse }: { dir: string; number: number; hand?: Hand },
): Promise<void> {
  await openLesson(page, number, hand);
  const checks = page.locator(".checks");
  await waitForPrompt(page);
  const pressed = (name: RegExp) => press(checks.getByRole("button", { name }), hand);
  // Ticks are kept: those of an earlier test would stand for what is done here.
  if ((await page.locator(".text .tick").count()) > 0) await pressed(/^(Reset|Recommencer)$/);
  await pressed(/^(Begin|Commencer)$/);
  for (const step of await page.locator(".text [data-block], .text [data-prediction]").all()) {
    if ((await step.getAttribute("data-prediction")) !== null) await answer(step, hand);
    // The open task of a lesson has no blocks, and comes before its check.
    else {
      if ((await step.locator("pre").first().innerText()).startsWith("./lab check"))
        await runInLab(dir, "node", "tests/workshop/support/your-turn.ts", String(number));
      await doBlock(step, hand);
    }
  }
  let missing: string[] = [];
  // On a busy machine a service may be unready for a moment.
  await eventually("all rows hold", async () => {
    await pressed(/^(Check|Vérifier)$/);
    missing = await checks.locator(".row-bad").allInnerTexts();
    return missing.length === 0;
  }).catch(() => expect(missing).toEqual([]));
  await checks.getByText(/All rows hold|Toutes les lignes sont vraies/).waitFor();
}

async function answer(step: Locator, hand: Hand): Promise<void> {
  const choice = step.locator("button.choice").first();
  const isAnswered = await step.locator(".answer").isVisible(); // answers are kept
  if (isAnswered || (await choice.count()) === 0) return;
  await hand(choice);
  await step.locator(".answer").waitFor();
}

/** Runs or writes a block; throws what the page says when it is not done. */
async function doBlock(block: Locator, hand: Hand): Promise<void> {
  const act = block.locator(".block-bar button.primary");
  if ((await act.count()) === 0) return; // it is only shown, or for another shell
  await hand(act);
  const change = block.getByRole("button", {
    name: /^(Write it|Edit it|L'écrire|Le modifier|✔ done|✔ fait)$/,
  });
  const outcome = await Promise.race([
    outcomeOf(block),
    change.waitFor({ timeout: COMMAND_MS }).then(() => "change"),
  ]);
  if (outcome === "change") await hand(change);
  const ended = outcome === "change" ? await outcomeOf(block) : outcome;
  if (ended !== "") throw new Error(`${await block.locator("pre").first().innerText()}\n${ended}`);
}

/** Empty once the block has its tick, else the reason why it has none. */
async function outcomeOf(block: Locator): Promise<string> {
  const handle = await block.elementHandle();
  if (!handle) throw new Error("the block is gone");
  const said = await block.page().waitForFunction(
    (element) => {
      if (element.querySelector(".tick")) return { why: "" };
      const isBusy = element.querySelector(".block-bar button.primary:not([aria-disabled=true])") === null;
      const note = element.querySelector(".problem, .block-note:not(.good)")?.textContent ?? "";
      return (
        !isBusy && note !== "" && !/^(Running|Repeating|En cours|Répétition)/.test(note) && { why: note }
      );
    },
    handle,
    { timeout: COMMAND_MS },
  );
  return ((await said.jsonValue()) as { why: string }).why;
}
