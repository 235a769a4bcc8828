import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { refusals } from "./refusals.ts";
import { createShellState, type Outcome } from "./shell-state.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A shell that writes what the test says. */
function follow() {
  const written: string[] = [];
  const changes: string[] = [];
  const outcomes: Outcome[] = [];
  const state = createShellState(
    (keys) => written.push(keys),
    (at) => changes.push(at),
  );
  const marks = (letters: string, exitStatus?: number) => {
    for (const mark of letters) state.see({ kind: "mark", mark: mark as "A", exitStatus });
  };
  const run = (text: string) => state.run(text, (outcome) => outcomes.push(outcome));
  return { state, written, changes, outcomes, marks, run };
}

const paste = (text: string) => `\x1b[200~${text}\x1b[201~\r`;

test("when a shell sends no marks, then nothing is typed into it", () => {
  const { state, written, outcomes, run } = follow();
  run("ls");
  expect(state.at()).toBe("unknown");
  expect(written).toEqual([]);
  expect(outcomes).toEqual([{ type: "refused", reason: refusals.unknown }]);
});

test("when the prompt is drawn again, then a run goes on", () => {
  const { state, outcomes, marks, run, changes } = follow();
  marks("DAB");
  run("ls");
  marks("ABC");
  state.see({ kind: "text", text: "out" });
  marks("D", 0);
  state.see({ kind: "text", text: "not of the command" });
  expect(outcomes).toEqual([]);
  marks("AB");
  expect(outcomes).toEqual([{ type: "ran", exitStatus: 0, output: "out" }]);
  expect(changes).toEqual(["prompt", "running", "prompt"]);
});

test("when something is on the line, then Ctrl-C comes first; what a terminal answers by itself does not count", () => {
  const { state, written, marks, run } = follow();
  marks("DAB");
  state.typed("\x1b[I\x1b[12;1R\x1b]11;rgb:0/0/0\x07");
  run("one");
  expect(written).toEqual([paste("one")]);
  marks("C");
  marks("DAB");
  state.typed("half");
  run("two");
  expect(written.slice(1)).toEqual(["\x03"]);
  marks("DAB");
  expect(written.slice(2)).toEqual([paste("two")]);
});

test("when Enter was pressed just now, then a run is refused, but not after a paste with line breaks", () => {
  const { state, outcomes, marks, run } = follow();
  marks("DAB");
  state.typed("sleep 9\r");
  run("ls");
  expect(outcomes).toMatchObject([{ type: "refused" }]);
  marks("C");
  marks("DAB");
  state.typed("\x1b[200~a\r\nb\x1b[201~");
  run("ls");
  expect(outcomes).toHaveLength(1);
});

test("when a second run comes before the first has ended, then it is refused", () => {
  const { written, outcomes, marks, run } = follow();
  marks("DAB");
  run("one");
  run("two");
  expect(written).toEqual([paste("one")]);
  expect(outcomes).toMatchObject([{ type: "refused" }]);
});

test("when the shell starts nothing, then the run is given up, and the next can come", () => {
  const { outcomes, marks, run, written } = follow();
  marks("DAB");
  run("one");
  vi.advanceTimersByTime(20_000);
  expect(outcomes).toEqual([{ type: "refused", reason: refusals.late }]);
  marks("DAB");
  run("two");
  expect(written).toEqual([paste("one"), paste("two")]);
  marks("C");
  vi.advanceTimersByTime(3_600_000);
  expect(outcomes).toHaveLength(1);
});

test("when the output is long, then its beginning is kept", () => {
  const { state, outcomes, marks, run } = follow();
  marks("DAB");
  run("yes");
  marks("C");
  for (let line = 0; line < 1_000; line += 1)
    state.see({ kind: "text", text: `${line} ${"y".repeat(1_000)}\n` });
  marks("DAB", 1);
  const [outcome] = outcomes;
  const output = outcome?.type === "ran" ? outcome.output : "";
  expect(output).toHaveLength(128 * 1024);
  expect(output.startsWith("0 y")).toBe(true);
});

test("when the shell ends during a run, then the run is refused", () => {
  const { state, outcomes, marks, run } = follow();
  marks("DAB");
  run("exit");
  marks("C");
  state.end();
  expect(outcomes).toEqual([{ type: "refused", reason: refusals.ended }]);
});
