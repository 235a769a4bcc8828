import { expect, test } from "vitest";
import { withoutFrames } from "./container-logs.ts";

const frame = (stream: number, text: string) =>
  Buffer.concat([Buffer.from([stream, 0, 0, 0, 0, 0, 0, Buffer.byteLength(text)]), Buffer.from(text)]);

test("when a log comes in pieces of two streams, then only their text is left", () => {
  expect(withoutFrames(Buffer.concat([frame(1, "one\n"), frame(2, "zwei ä\n")]))).toBe("one\nzwei ä\n");
});

test("when a container has a terminal, then its log is plain text already", () => {
  expect(withoutFrames(Buffer.from("plain text, no frames\n"))).toBe("plain text, no frames\n");
});

test("when nothing was logged, then there is no text", () => {
  expect(withoutFrames(Buffer.alloc(0))).toBe("");
});
