import type { Locator, Page } from "playwright-core";

/** The cell of a record that the picture shows. */
export function cellOf(page: Page, { partition, offset }: { partition: number; offset: number }): Locator {
  return page.locator(`[data-cell="message-topic/${partition}/${offset}"].cell-record`);
}
