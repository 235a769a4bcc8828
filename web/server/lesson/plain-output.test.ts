import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { LinePrinter } from "../../../engine/display/line-printer.ts";
import { LiveTree } from "../../../engine/display/live-tree.ts";
import type { Row } from "../../../engine/display/rows.ts";
import type { View } from "../../../engine/display/view.ts";
import { startProgress } from "../../../lib/terminal/spinner.ts";
import { plainOutput } from "./plain-output.ts";

test.each([
  ["a line is written over", "abc\rx", "xbc"],
  ["a line is erased from the cursor", "abc\rx\x1b[K", "x"],
  ["a line is erased", "abc\x1b[2K\rx", "x"],
  ["a character is taken back", "ab\bc", "ac"],
  ["the cursor goes up and erases below", "a\nb\nc\x1b[2A\r\x1b[Jx", "x"],
  ["the cursor goes right and left", "a\x1b[2Cb\x1b[1DX", "a  X"],
  ["an order is unknown or cut off", "a\x1b[?25lb\x1b(Bc\x1b[", "abc"],
  ["there are tabs, accents and an emoji", "é\t😀", "é\t😀"],
])("when %s, then the text is what is seen", (_, printed, seen) => {
  expect(plainOutput(printed)).toBe(seen);
});

test("when orders are endless or wild, then the text stays small and comes at once", () => {
  const wild = "\x1b[999999999B\x1b[999999999Cx\x1b[999999999A\x1b[999999999G".repeat(2_000);
  expect(plainOutput(wild).length).toBeLessThan(10_000);
});

/** What is written to a stream of this kind. */
function written(isTTY: boolean, write: (stream: NodeJS.WriteStream) => void): string {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  write(Object.assign(stream, { isTTY, columns: 100, rows: 24 }) as unknown as NodeJS.WriteStream);
  return isTTY ? text.replaceAll("\n", "\r\n") : text;
}

test("when ./lab draws its steps in a terminal, then what stays is what it prints to a pipe", () => {
  const act = (view: View) => {
    const row = (name: string): Row => {
      const urn = `urn:pulumi:dev::lab::docker:index/container:Container::${name}`;
      return { urn, op: "create", state: "waiting", doing: "creating", startedMs: 0, seconds: 0, status: "" };
    };
    const rows = [row("kafka"), row("zookeeper")];
    view.print("Updating stack dev");
    for (const each of rows) view.changed(Object.assign(each, { state: "running", startedMs: Date.now() }));
    for (const each of rows.toReversed()) view.changed(Object.assign(each, { state: "done" }));
    view.close();
    view.print("2 created");
  };
  const inTerminal = plainOutput(written(true, (stream) => act(new LiveTree(stream, false))));
  const inPipe = written(false, (stream) => act(new LinePrinter(stream, false)));
  // A pipe also gets a line when a step begins.
  expect(inTerminal).toBe(inPipe.replace(/^.* creating\n/gm, ""));
  expect(inTerminal.split("\n")).toHaveLength(5);
});

test("when ./lab shows a progress in a terminal, then nothing of it stays", () => {
  const printed = written(true, (stream) => {
    const progress = startProgress(stream);
    progress.show("a long line about what is under way");
    progress.show("short");
    progress.end();
    stream.write("done\n");
  });
  expect(plainOutput(printed)).toBe("done\n");
});
