import fc from "fast-check";
import { expect, test } from "vitest";
import { FULL_CHARACTERS, safeHeaders, safeText } from "./safe-text.ts";

const shown = (text: string, most = FULL_CHARACTERS) => safeText(Buffer.from(text), most);

test("when a text is JSON, or in any script, then it is as it was", () => {
  const texts = ['{"a": [1, null], "b": "é"}', "日本語", "👩‍🔬 e\u0301", "عربي", "two\nlines\tand a tab", ""];
  for (const text of texts) expect(shown(text)).toBe(text);
});

test("when a text could act on a terminal or turn letters round, then that is to be seen", () => {
  expect(shown("\u001b[31mred\r\u0007")).toBe("␛[31mred␍␇");
  expect(shown("evil\u202egpj.exe\u2066")).toBe("evil⟨U+202E⟩gpj.exe⟨U+2066⟩");
  expect(shown("a\u200bb\ufeffc\u{e0041}d\u0085e\u007f")).toBe("a⟨U+200B⟩b⟨U+FEFF⟩c⟨U+E0041⟩d⟨U+0085⟩e␡");
});

test("when bytes are no text, then they are hexadecimal, with their number", () => {
  expect(safeText(Buffer.from([0xff, 0, 0x1a]), 200)).toBe("[3 B] ff 00 1a");
  expect(safeText(Buffer.from("0000000000000005", "hex"), 200)).toBe("[8 B] 00 00 00 00 00 00 00 05");
  expect(safeText(Buffer.alloc(1_000, 0xff), 9)).toBe("[1000 B] ff ff ff …");
});

test("when a text is too long, then it is cut between characters, and the rest is counted", () => {
  expect(shown("abcdef", 4)).toBe("abcd… [+2 B]");
  expect(shown("abc😀f", 4)).toBe("abc… [+5 B]");
  expect(shown(`${"é".repeat(10)}`, 4)).toBe("éééé… [+12 B]");
  expect(shown(`ab${"€".repeat(100_000)}`, 3)).toBe("ab€… [+299997 B]");
});

test("when bytes are whatever they are, then nothing hidden is left, and the length is bounded", () => {
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.string({ unit: "binary", maxLength: 60 }).map((text) => Buffer.from(text)),
    fc.string({ unit: "grapheme", maxLength: 60 }).map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(anything, fc.integer({ min: 1, max: 100 }), (bytes, most) => {
      const text = safeText(bytes, most);
      expect(text).not.toMatch(/(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/u);
      expect(text.isWellFormed()).toBe(true);
      // One character becomes at most nine, and the marks are short.
      expect(text.length).toBeLessThanOrEqual(most * 9 + 30);
    }),
  );
});

test("when headers are many, or one name comes twice, then they are pairs, and the rest is counted", () => {
  const value = Buffer.from("1");
  expect(safeHeaders({ a: value, b: [value, Buffer.from("2")], "c\u001b": null }, 10)).toEqual([
    ["a", "1"],
    ["b", "1"],
    ["b", "2"],
    ["c␛", ""],
  ]);
  const many = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`h${at}`, value]));
  const pairs = safeHeaders(many, 10);
  expect(pairs).toHaveLength(21);
  expect(pairs.at(-1)).toEqual(["…", "[+5]"]);
});
