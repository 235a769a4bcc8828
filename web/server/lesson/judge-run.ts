import { compareOutput, hasPrinted } from "../../../workshop/text/expected-output.ts";
import type { Block } from "../../contract/lesson.ts";
import { plainOutput } from "./plain-output.ts";

/** What came of a command in the page's terminal. */
export interface Run {
  /** Undefined while it goes on, as in a second terminal. */
  readonly exitStatus: number | undefined;
  readonly output: string;
}

/** Why a run is not what the lesson says; undefined if it is. `unasked`: the lesson says nothing of such a block. */
export type Fault = "status" | "output" | "too-long" | "unasked" | undefined;

/** More lines than any lesson prints; beyond it, the comparison takes long. */
const maxLines = 5_000;

/**
 * Judges a run as the tests of the lessons do: by its exit status and by what the lesson prints under it. What a second
 * terminal prints goes on, so it is enough if it is there.
 */
export function judgeRun(block: Block, { exitStatus, output }: Run): Fault {
  if (block.kind !== "command" || block.shell !== "sh") return "unasked";
  const printed = plainOutput(output);
  if (printed.split("\n").length > maxLines) return "too-long";
  if (block.secondTerminal) {
    // A terminal shows the key that stops a program, and the tests have none.
    const withoutKey = printed.replace(/\^C/g, "");
    return block.output === undefined || hasPrinted(block.output, withoutKey) ? undefined : "output";
  }
  const mustFail = block.must === "fail" || block.must === "repeat-until-fails";
  if (exitStatus === undefined || mustFail !== (exitStatus !== 0)) return "status";
  return block.output === undefined || compareOutput(block.output, printed) === undefined
    ? undefined
    : "output";
}
