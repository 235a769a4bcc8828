import { runIn } from "../../terminal/run-in-terminal.ts";
import type { Shell } from "../../terminal/shell.ts";
import { shellFor } from "../../terminal/shells.ts";
import { idle, type Session } from "./session.ts";
import { faults } from "./words.ts";

/** The server judges when a command that goes on has been silent for so long. */
const SILENT_MS = 700;
/** A program may take its time to end. */
const END_WITHIN_MS = 20_000;
const CTRL_C = "\x03";

/** Runs what goes on next to the others; it is done as soon as the lesson's lines are there. */
export async function listen(
  session: Session,
  index: number,
  block: { readonly text: string },
): Promise<void> {
  const run = session.runOf(index);
  run.set({ ...idle, phase: "listening" });
  let stop = () => {};
  const result = await runIn("second", block.text, (shell) => {
    shell.mark();
    stop = judgeWhenSilent(shell, () => judgeNow(session, index, shell));
  });
  stop();
  if (result.kind === "refused") return run.set({ ...idle, said: result.reason });
  const fault = await session.judge(index, result.output, result.exitStatus);
  const isDone = session.ticked.get().includes(index);
  run.set({
    ...idle,
    said: isDone || !fault ? undefined : faultOf(fault, result.exitStatus),
    isGood: isDone,
  });
}

/** Stops it. What it printed since it began, its end included, is what this block is judged by. */
export async function interrupt(session: Session, index: number): Promise<void> {
  const run = session.runOf(index);
  run.set({ ...idle, phase: "running" });
  const shell = await shellFor("second");
  shell.type(CTRL_C);
  await atPrompt(shell);
  const fault = await session.judge(index, shell.heard());
  run.set({ ...idle, said: fault && faultOf(fault, undefined), isGood: fault === undefined });
}

function faultOf(
  fault: Exclude<Awaited<ReturnType<Session["judge"]>>, undefined>,
  exitStatus: number | undefined,
) {
  return fault === "status" ? faults.status(exitStatus, false) : faults[fault];
}

async function judgeNow(session: Session, index: number, shell: Shell): Promise<void> {
  const fault = await session.judge(index, shell.heard()).catch(() => "output" as const);
  const run = session.runOf(index);
  if (fault === undefined && run.get().phase === "listening") run.set({ ...run.get(), isGood: true });
}

/** Calls once after each burst of output. Returns what ends that. */
function judgeWhenSilent(shell: Shell, judge: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = shell.onOutput(() => {
    clearTimeout(timer);
    timer = setTimeout(judge, SILENT_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function atPrompt(shell: Shell): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, END_WITHIN_MS);
    const stop = shell.at.subscribe(() => shell.at.get() === "prompt" && done());
    function done(): void {
      clearTimeout(timer);
      stop();
      resolve();
    }
    // It had ended already.
    if (shell.at.get() === "prompt") setTimeout(done, SILENT_MS);
  });
}
