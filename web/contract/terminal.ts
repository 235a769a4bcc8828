import type { Both } from "./language.ts";

export const TERMINAL_PROTOCOL = "kafka-lab-terminal";

/**
 * GET: `TerminalTab[]`. POST with a `TerminalSize`: 201 and the new tab. DELETE and the socket: `/api/terminals/ID`.
 * What the terminal shows is sent again on attach, so a page that reloads goes on where it was.
 */
export const TERMINALS_PATH = "/api/terminals";

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalTab {
  readonly id: string;
  /** The shell's name, such as `bash`. */
  readonly shell: string;
  readonly at: ShellAt;
}

/** By the shell's OSC 133 marks; `unknown` where the shell sends none. */
export type ShellAt = "prompt" | "running" | "unknown";

/** The terminal's socket: both sides send these as JSON texts. */
export type ToTerminal =
  | { readonly type: "input"; readonly data: string }
  | { readonly type: "resize"; readonly columns: number; readonly rows: number }
  | { readonly type: "run"; readonly id: number; readonly text: string };

export type FromTerminal =
  | { readonly type: "output"; readonly data: string }
  | { readonly type: "prompt"; readonly at: ShellAt }
  /** To the page that asked for the run. The output is as the terminal got it, and cut when it is long. */
  | { readonly type: "ran"; readonly id: number; readonly exitStatus: number; readonly output: string }
  | { readonly type: "refused"; readonly id: number; readonly reason: Both }
  | { readonly type: "ended"; readonly exitStatus: number }
  /** There is no such terminal, or this machine can open none; the socket closes after it. */
  | { readonly type: "unavailable"; readonly reason: string };
