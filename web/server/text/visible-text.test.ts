import { expect, test } from "vitest";
import { visibleText } from "./visible-text.ts";

test.each([
  ["plain\ttext\n", "plain\ttext\n"],
  ["\u001b[31m\u0007\r", "␛[31m␇␍"],
  ["\u007f\u009b2J", "␡⟨U+009B⟩2J"],
  ["abc\u202efed\u2066", "abc⟨U+202E⟩fed⟨U+2066⟩"],
  ["\ufeff\u2028", "⟨U+FEFF⟩⟨U+2028⟩"],
  ["é 日 👩\u200d🔧", "é 日 👩\u200d🔧"],
])("when a text is %j, then it is shown as %j", (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});
