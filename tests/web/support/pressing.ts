import type { Locator, Page } from "playwright-core";

/** What a command of a lesson takes at most. */
export const COMMAND_MS = 180_000;

/** How a button or a link is pressed. */
export type Hand = (control: Locator) => Promise<void>;

export const byMouse: Hand = (control) => control.click();

/** By Tab and Enter alone. */
export const byKeys: Hand = async (control) => {
  await tabTo(control.page(), control);
  await control.page().keyboard.press("Enter");
};

/** Presses a button that is busy until its work is done. */
export async function press(button: Locator, hand = byMouse): Promise<void> {
  await hand(button);
  await button.and(button.page().locator("[aria-disabled=true]")).waitFor();
  await button.and(button.page().locator(":not([aria-disabled=true])")).waitFor({ timeout: COMMAND_MS });
}

/** Presses Tab, or Shift+Tab for what is before, until something has the focus; fails if it is not reached. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 400; presses++) {
    const way = await wanted.evaluate((element) => {
      const { activeElement: active } = element.ownerDocument;
      if (active === element) return "here";
      const isBefore = active?.compareDocumentPosition(element) & element.DOCUMENT_POSITION_PRECEDING;
      return isBefore ? "Shift+Tab" : "Tab";
    });
    if (way === "here") return;
    await page.keyboard.press(way);
  }
  throw new Error(
    `Tab does not reach ${await wanted.evaluate((element) => element.outerHTML.slice(0, 200))}`,
  );
}
