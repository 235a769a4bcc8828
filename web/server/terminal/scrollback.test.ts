import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrollback, withoutQueries } from "./scrollback.ts";

test("when much is shown, then the newest whole lines are kept, within the bound", () => {
  const scrollback = createScrollback(1_000);
  const lines = Array.from({ length: 5_000 }, (_, line) => `\x1b[32m line ${line}\x1b[0m\r\n`);
  for (const line of lines) scrollback.add(line);
  const text = scrollback.text();
  expect(text.length).toBeLessThanOrEqual(1_004);
  const kept = text.replace("\x1b[0m", "");
  expect(kept.startsWith("\x1b[32m line ")).toBe(true);
  expect(lines.join("").endsWith(kept)).toBe(true);
});

test("when little is shown, then all is kept, in any chunks", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 20 })), (chunks) => {
      const scrollback = createScrollback(10_000);
      for (const chunk of chunks) scrollback.add(chunk);
      expect(scrollback.text()).toBe(chunks.join(""));
    }),
  );
});

test("when a line never ends, then nothing of it is kept rather than a part of a character", () => {
  const scrollback = createScrollback(100);
  scrollback.add("😀".repeat(1_000));
  expect(scrollback.text()).toBe("");
});

test.each([
  "\x1b[c",
  "\x1b[>0c",
  "\x1b[6n",
  "\x1b[?6n",
  "\x1b]11;?\x07",
  "\x1b]10;?\x1b\\",
  "\x1b[?25$p",
  "\x1bP+q544e\x1b\\",
  "\x1b[?u",
  "\x05",
  "\x1b[18t",
  "\x1b[>0q",
])("when a program asked the terminal something, then it is not asked again: %j", (query) =>
  expect(withoutQueries(`a${query}b`)).toBe("ab"),
);

test("when escape sequences only show something, then they stay", () => {
  const text =
    "\x1b[1;31m red\x1b[0m\x1b[?2004h\x1b]0;title\x07\x1b[2J\x1b[10;5H\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\";
  expect(withoutQueries(text)).toBe(text);
});
