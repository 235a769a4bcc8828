import fc from "fast-check";
import { expect, test } from "vitest";
import { createMarkReader, type Piece } from "./marks.ts";

const mark = (letter: string, status = "") => `\x1b]133;${letter}${status};k=key\x07`;

function readAll(chunks: readonly string[]): Piece[] {
  const reader = createMarkReader("key");
  return merged([...chunks.flatMap((chunk) => reader.read(chunk)), ...reader.end()]);
}

/** Text next to text is one text, however it came. */
function merged(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (piece.kind !== "text" || last?.kind !== "text") all.push(piece);
    else all[all.length - 1] = { kind: "text", text: last.text + piece.text };
  }
  return all;
}

test("when a shell writes marks, then they are taken out of the text", () => {
  expect(readAll([`a${mark("C")}b${mark("D", ";12")}${mark("B")}c`])).toEqual([
    { kind: "text", text: "a" },
    { kind: "mark", mark: "C", exitStatus: undefined },
    { kind: "text", text: "b" },
    { kind: "mark", mark: "D", exitStatus: 12 },
    { kind: "mark", mark: "B", exitStatus: undefined },
    { kind: "text", text: "c" },
  ]);
});

test.each([
  "\x1b]133;A\x07",
  "\x1b]133;D;0;k=other\x07",
  "\x1b]133;E;k=key\x07",
  "\x1b]133;D;1234;k=key\x07",
  "\x1b]133;A;k=key\x1b\\",
  "\x1b]0;title\x07\x1b[31m red\x1b[0m",
  `\x1b]133;${"A".repeat(100)};k=key\x07`,
  "\x1b]133;A;k=k",
  "\x1b",
])("when something only looks like a mark, then it stays text: %j", (text) => {
  expect(readAll([text])).toEqual([{ kind: "text", text }]);
});

test("when an end never comes, then only little is held back", () => {
  const reader = createMarkReader("key");
  const pieces = reader.read(`\x1b]133;${"x".repeat(1_000)}`);
  expect(pieces).toHaveLength(1);
});

test("when the text comes in any chunks, then the result is the same, and no text is lost", () => {
  const part = fc.oneof(
    fc.constantFrom(
      mark("A"),
      mark("B"),
      mark("C"),
      mark("D", ";7"),
      "\x1b",
      "\x1b]133;",
      "\x07",
      "\x1b]0;t\x07",
      ";k=key",
    ),
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 30 });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), cuts, (parts, at) => {
      const text = parts.join("");
      const whole = readAll([text]);
      expect(readAll(chunksOf(text, at))).toEqual(whole);
      const kept = whole.map((piece) =>
        piece.kind === "text"
          ? piece.text
          : mark(piece.mark, piece.exitStatus === undefined ? "" : `;${piece.exitStatus}`),
      );
      expect(kept.join("")).toBe(text);
    }),
    { numRuns: 500 },
  );
});

function chunksOf(text: string, at: readonly number[]): string[] {
  const edges = [0, ...at.filter((edge) => edge < text.length), text.length].sort((a, b) => a - b);
  return edges.map((edge, index) => text.slice(edge, edges[index + 1] ?? text.length));
}
