import type { Both } from "../../contract/language.ts";
import type { ShellAt } from "../../contract/terminal.ts";
import type { Piece } from "./marks.ts";
import { refusals } from "./refusals.ts";
import { keysToRun, refusalOfText } from "./run-text.ts";

const INTERRUPT = "\x03";
/** Of the shell's output of one run; what the lesson prints is far shorter. */
const MOST_OUTPUT = 128 * 1024;
/** How long the shell may take to start a command that was typed for it. */
const START_WITHIN_MS = 20_000;

/** What became of a run. */
export type Outcome =
  | { readonly type: "ran"; readonly exitStatus: number; readonly output: string }
  | { readonly type: "refused"; readonly reason: Both };

interface Run {
  readonly text: string;
  readonly done: (outcome: Outcome) => void;
  phase: "clearing" | "typed" | "started" | "abandoned";
  output: string;
  timer: NodeJS.Timeout | undefined;
}

export interface ShellState {
  readonly at: () => ShellAt;
  /** What the shell wrote. */
  see(piece: Piece): void;
  /** What a person typed. */
  typed(keys: string): void;
  /** Types a command if the shell waits for one, and says what became of it; it ends when the next prompt is there. */
  run(text: string, done: (outcome: Outcome) => void): void;
  /** The shell has ended. */
  end(): void;
}

/** Follows a shell by its marks. `write` types; `onChange` hears of each change of `at`. */
export function createShellState(write: (keys: string) => void, onChange: (at: ShellAt) => void): ShellState {
  let at: ShellAt = "unknown";
  let exitStatus = 0;
  /** A prompt that is only drawn again, as after a resize, has no D before it. */
  let hasEnded = false;
  let isCommand = false;
  /** Whether the prompt's line has something, and whether Enter was pressed on it. */
  let isTyped = false;
  let isEntered = false;
  let run: Run | undefined;

  function change(next: ShellAt): void {
    if (at === next) return;
    at = next;
    onChange(at);
  }

  function finish(outcome: Outcome): void {
    const finished = run;
    clearTimeout(finished?.timer);
    run = undefined;
    finished?.done(outcome);
  }

  function typeCommand(current: Run): void {
    current.phase = "typed";
    isEntered = true;
    write(keysToRun(current.text));
  }

  function atPrompt(): void {
    isTyped = false;
    isEntered = false;
    hasEnded = false;
    change("prompt");
    if (run?.phase === "clearing") typeCommand(run);
    else if (run?.phase === "abandoned") finish(refused(refusals.incomplete));
    else if (run?.phase === "typed") finish(refused(refusals.noCommand));
    else if (run !== undefined) finish({ type: "ran", exitStatus, output: run.output });
  }

  function waitForMore(): void {
    isTyped = true;
    isEntered = false;
    if (run?.phase !== "typed" && run?.phase !== "started") return;
    run.phase = "abandoned";
    write(INTERRUPT);
  }

  function seeMark(mark: "A" | "B" | "C" | "D" | "P", status: number | undefined): void {
    if (mark === "C") {
      isCommand = true;
      if (run?.phase === "typed") {
        run.phase = "started";
        clearTimeout(run.timer);
      }
      change("running");
    } else if (mark === "D") {
      exitStatus = status ?? 0;
      isCommand = false;
      hasEnded = true;
      if (run !== undefined) run.output = withoutFill(run.output);
    } else if (mark === "B" && hasEnded) atPrompt();
    else if (mark === "P") waitForMore();
  }

  return {
    at: () => at,
    see: (piece) => {
      if (piece.kind === "mark") seeMark(piece.mark, piece.exitStatus);
      else if (isCommand && run?.phase === "started" && run.output.length < MOST_OUTPUT)
        run.output = (run.output + piece.text).slice(0, MOST_OUTPUT);
    },
    typed: (keys) => {
      const typed = withoutReports(keys);
      if (at !== "prompt" || typed === "") return;
      isTyped = true;
      if (/[\r\n]/.test(withoutPastes(typed))) isEntered = true;
    },
    run: (text, done) => {
      const reason = refusalOfText(text) ?? refusalNow(at, run !== undefined || isEntered);
      if (reason !== undefined) return done(refused(reason));
      const timer = setTimeout(() => finish(refused(refusals.late)), START_WITHIN_MS);
      run = { text, done, phase: "clearing", output: "", timer };
      // What stands on the line already must not become a part of the command.
      if (isTyped) write(INTERRUPT);
      else typeCommand(run);
    },
    end: () => {
      if (run !== undefined) finish(refused(refusals.ended));
    },
  };
}

function refusalNow(at: ShellAt, isBusy: boolean): Both | undefined {
  if (at === "unknown") return refusals.unknown;
  if (at === "running" || isBusy) return refusals.busy;
  return undefined;
}

function refused(reason: Both): Outcome {
  return { type: "refused", reason };
}

/** zsh fills up the last line, in case it has no end, before it writes its prompt. */
function withoutFill(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return output.replace(/(?:\x1b\[[\d;]*m)*[%#](?:\x1b\[[\d;]*m)* +\r \r$/, "");
}

/** Without what a terminal itself answers: focus, cursor position, its attributes and colors. */
function withoutReports(keys: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return keys.replace(/\x1b\[(?:[IO]|[?>]?[\d;]*[Rcn]|\?[\d;]*\$y)|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g, "");
}

function withoutPastes(keys: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return keys.replace(/\x1b\[200~[\s\S]*?\x1b\[201~/g, "");
}
