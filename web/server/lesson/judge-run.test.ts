import fc from "fast-check";
import { expect, test } from "vitest";
import { compareOutput, hasPrinted } from "../../../workshop/text/expected-output.ts";
import type { Block } from "../../contract/lesson.ts";
import { judgeRun } from "./judge-run.ts";

type Command = Extract<Block, { kind: "command" }>;

function command(more: Partial<Command> = {}): Command {
  const plain = { kind: "command", text: "x", shell: "sh", must: "succeed" } as const;
  return { ...plain, secondTerminal: false, stops: false, output: undefined, ...more };
}

test.each([
  ["succeed", 0, undefined],
  ["succeed", 1, "status"],
  ["succeed", undefined, "status"],
  ["fail", 7, undefined],
  ["fail", 0, "status"],
  ["fail", undefined, "status"],
  ["repeat-until", 0, undefined],
  ["repeat-until", 22, "status"],
  ["repeat-until-fails", 1, undefined],
  ["repeat-until-fails", 0, "status"],
] as const)("when a command must %s, and ends with %s, then the fault is %s", (must, exitStatus, fault) => {
  expect(judgeRun(command({ must }), { exitStatus, output: "" })).toBe(fault);
});

test.each([
  ["as it stands", "4 of 4 hold.\r\n", undefined],
  ["in colors", "\x1b[32m4 of 4\x1b[0m hold.\r\n", undefined],
  ["after a progress that was written over", "      1.0 s  working\r\x1b[2K4 of 4 hold.\r\n", undefined],
  ["with a title for the window", "\x1b]0;lab\x074 of 4 hold.", undefined],
  ["with one more line", "4 of 4 hold.\r\nmore\r\n", "output"],
  ["with another number", "3 of 4 hold.", "output"],
  ["not at all", "", "output"],
])("when the lesson's output is printed %s, then the fault is %s", (_, output, fault) => {
  expect(judgeRun(command({ output: "4 of 4 hold." }), { exitStatus: 0, output })).toBe(fault);
});

test("when a second terminal goes on, then it is enough that the output is there", () => {
  const begun = command({ secondTerminal: true, output: "one" });
  expect(judgeRun(begun, { exitStatus: undefined, output: "zero\none\ntwo" })).toBeUndefined();
  expect(judgeRun(begun, { exitStatus: undefined, output: "zero" })).toBe("output");
  expect(judgeRun(command({ secondTerminal: true }), { exitStatus: undefined, output: "" })).toBeUndefined();
  const stopped = command({ secondTerminal: true, stops: true, output: "the end" });
  expect(judgeRun(stopped, { exitStatus: 130, output: "one\r\n^Cthe end\r\n" })).toBeUndefined();
});

test("when a block is no command for the shell, or has printed very much, then it is not judged", () => {
  const run = { exitStatus: 0, output: "" };
  expect(judgeRun({ kind: "shown", language: "yaml", text: "" }, run)).toBe("unasked");
  expect(judgeRun(command({ shell: "powershell" }), run)).toBe("unasked");
  expect(judgeRun(command(), { exitStatus: 0, output: "\n".repeat(5_001) })).toBe("too-long");
});

const line = fc.stringMatching(/^[ab…]{0,4}$/);
const lines = fc.array(line, { maxLength: 5 }).map((all) => all.join("\n"));

test("when anything is printed, then a run is as the lesson says exactly if the tests accept it", () => {
  fc.assert(
    fc.property(
      lines,
      lines,
      fc.nat(2),
      fc.boolean(),
      fc.boolean(),
      (expected, printed, status, fails, second) => {
        const inTests = second
          ? hasPrinted(expected, printed)
          : fails === (status !== 0) && compareOutput(expected, printed) === undefined;
        const block = command({ must: fails ? "fail" : "succeed", secondTerminal: second, output: expected });
        for (const output of [printed, inTerminal(printed)])
          expect(judgeRun(block, { exitStatus: status, output }) === undefined).toBe(inTests);
      },
    ),
    { numRuns: 500 },
  );
});

/** As a terminal gets it: other ends of lines, colors, and something that is written over first. */
function inTerminal(printed: string): string {
  return `wait ...\r\x1b[K${printed.replaceAll("a", "\x1b[31ma\x1b[0m").replaceAll("\n", "\r\n")}`;
}
