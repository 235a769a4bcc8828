import { expect, test } from "vitest";
import { openDocker } from "./client.ts";
import { logText } from "./log-text.ts";

const docker = openDocker();
const frame = (stream: number, text: string) =>
  Buffer.concat([Buffer.from([stream, 0, 0, 0, 0, 0, 0, Buffer.byteLength(text)]), Buffer.from(text)]);

test("when a log has frames of two streams, then only their text is left", () => {
  expect(logText(docker, Buffer.concat([frame(1, "one\n"), frame(2, "zwei ä\n")]))).toBe("one\nzwei ä\n");
});

test("when a container has a terminal, then its log is already plain text", () => {
  expect(logText(docker, Buffer.from("plain text, no frames\n"))).toBe("plain text, no frames\n");
});

test("when nothing was logged, then there is no text", () => {
  expect(logText(docker, Buffer.alloc(0))).toBe("");
});
