import type { Block } from "../../../contract/lesson.ts";
import { copyText } from "../../base/copy-text.ts";
import { failureFrom } from "../../base/failure.ts";
import { obstacleTo, runIn } from "../../terminal/run-in-terminal.ts";
import { repeatUntil, type Tried } from "./repeat-until.ts";
import { interrupt, listen } from "./second-terminal.ts";
import { idle, type Session } from "./session.ts";
import { faults } from "./words.ts";

export type CommandBlock = Extract<Block, { kind: "command" }>;

/** Between two runs of a command that is repeated. */
const PAUSE_MS = 2_000;

/** Runs a block in its terminal, and has the server judge it; where it cannot be run, it is copied, and the reason said. */
export async function runBlock(session: Session, index: number, block: CommandBlock): Promise<void> {
  const run = session.runOf(index);
  if (run.get().phase !== "idle") return;
  const role = block.secondTerminal ? "second" : "main";
  const obstacle = block.stops ? undefined : obstacleTo(role);
  if (obstacle) {
    await copyText(block.text);
    return run.set({ ...idle, said: obstacle });
  }
  try {
    if (block.stops) await interrupt(session, index);
    else if (block.secondTerminal) await listen(session, index, block);
    else if (block.must.startsWith("repeat")) await repeat(session, index, block);
    else await once(session, index, block);
  } catch (error) {
    run.set({ ...idle, said: failureFrom(error).words });
  }
}

/** After the run that goes on, it is not run again. */
export function stopRepeating(session: Session, index: number): void {
  const run = session.runOf(index);
  if (run.get().phase === "repeating") run.set({ ...run.get(), phase: "running" });
}

async function once(session: Session, index: number, block: CommandBlock): Promise<void> {
  const run = session.runOf(index);
  run.set({ ...idle, phase: "running" });
  const { said } = await tryOnce(session, index, block);
  run.set({ ...idle, said, isGood: said === undefined });
}

async function repeat(session: Session, index: number, block: CommandBlock): Promise<void> {
  const run = session.runOf(index);
  const { said } = await repeatUntil({
    tryOnce: (count) => {
      run.set({ ...idle, phase: "repeating", count });
      return tryOnce(session, index, block);
    },
    isStopped: () => session.signal.aborted || run.get().phase !== "repeating",
    pause: () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
  });
  run.set({ ...idle, said, isGood: said === undefined });
}

async function tryOnce(session: Session, index: number, block: CommandBlock): Promise<Tried> {
  const result = await runIn("main", block.text);
  if (result.kind === "refused") return { said: result.reason, isRefused: true };
  const { exitStatus, output } = result;
  const fault = await session.judge(index, output, exitStatus);
  const mustFail = block.must === "fail" || block.must === "repeat-until-fails";
  const said = fault === "status" ? faults.status(exitStatus, mustFail) : fault && faults[fault];
  return { said, isRefused: false };
}
