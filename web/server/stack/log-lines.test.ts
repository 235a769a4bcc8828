import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { logLines } from "./log-lines.ts";

const shown = (...chunks: (string | Buffer)[]) =>
  text(Readable.from(chunks.map((chunk) => Buffer.from(chunk))).pipe(logLines()));

test("when a log has escape sequences, then they are seen and do nothing", async () => {
  expect(await shown("\u001b[31mred\u001b[0m\ttab\r\n\u202eturned\u0000\n")).toBe(
    "␛[31mred␛[0m\ttab\n⟨U+202E⟩turned␀\n",
  );
});

test("when a line or a character comes in two pieces, then it is one", async () => {
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = [
    Buffer.from("é").subarray(0, 1),
    Buffer.from("é").subarray(1),
  ];
  expect(await shown("on", "e\ntw", "o ", first, second)).toBe("one\ntwo é\n");
  expect(await shown()).toBe("");
});

test("when a line is very long, then its end is left out, and the next one is whole", async () => {
  const [long, next] = (await shown("x".repeat(3_000), `${"y".repeat(3_000)}\nnext\n`)).split("\n");
  expect(long).toBe(`${"x".repeat(3_000)}${"y".repeat(1_000)}… [+2000]`);
  expect(next).toBe("next");
});
