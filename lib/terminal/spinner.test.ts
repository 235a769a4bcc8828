import { describe, expect, test } from "vitest";
import { startProgress } from "./spinner.ts";

describe("startProgress", () => {
  test("when the output is a terminal, then each line is written over the one before, and cut to its width", () => {
    const { stream, written } = fakeStream({ isTTY: true, columns: 24 });
    startProgress(stream).show("a line that is far too long for it");
    expect(written).toEqual(["\r\x1b[2K        0.0 s  a line t"]);
  });

  test("when a program moves the cursor, then its movements are taken out", () => {
    const { stream, written } = fakeStream({ isTTY: true, columns: 80 });
    startProgress(stream).show("\x1b[2K\x1b[1Gpulling\r");
    expect(written[0]).toMatch(/ {2}pulling$/);
  });

  test("when the output is not a terminal, then it is not flooded", () => {
    const { stream, written } = fakeStream({ isTTY: false });
    const progress = startProgress(stream);
    for (const line of ["one", "two", "three"]) progress.show(line);
    expect(written).toEqual(["        0.0 s  one\n"]);
  });
});

function fakeStream(shape: { isTTY: boolean; columns?: number }) {
  const written: string[] = [];
  const stream = { ...shape, write: (text: string) => written.push(text) };
  return { stream: stream as unknown as NodeJS.WriteStream, written };
}
