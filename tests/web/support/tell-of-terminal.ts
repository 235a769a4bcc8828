import { afterEach } from "vitest";
import { openPages } from "./browsing.ts";

const LINES = 4;

/** A test that waits in vain for the page says how the terminal ends: there is the reason, where a command failed. */
afterEach(async ({ task }) => {
  const [error] = task.result?.errors ?? [];
  if (!error) return;
  const ends = await Promise.all(
    openPages().map(async (page) => {
      const rows = await page.locator(".shell-screen .xterm-rows").filter({ visible: true }).allInnerTexts();
      return rows.join("\n").trimEnd().split("\n").slice(-LINES).join(" | ");
    }),
  ).catch((cause) => [String(cause)]);
  error.message = `the terminal ends with: ${ends.join(" and ")}\n${error.message}`;
  if (error.stack) error.stack = `${error.message}\n${error.stack}`;
});
