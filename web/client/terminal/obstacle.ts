import type { Both } from "../../contract/language.ts";
import type { ShellAt } from "../../contract/terminal.ts";
import { runReasons } from "./words.ts";

/** What the page knows of the terminal that a command is for. */
export interface TerminalNow {
  /** This machine can open none. */
  readonly isImpossible: boolean;
  readonly isServerAway: boolean;
  /** Undefined where it is opened first. */
  readonly shell:
    | {
        /** It has just been opened or found, and its first word is still to come: the command waits for it. */
        readonly isStarting: boolean;
        readonly isConnected: boolean;
        readonly at: ShellAt;
      }
    | undefined;
}

/** Why a command cannot be sent to a terminal now, so that it is only copied; undefined if it can. */
export function obstacleOf({ isImpossible, isServerAway, shell }: TerminalNow): Both | undefined {
  if (isImpossible) return runReasons.none;
  if (isServerAway) return runReasons.away;
  if (!shell || shell.isStarting) return undefined;
  if (!shell.isConnected) return runReasons.away;
  return shell.at === "prompt" ? undefined : runReasons[shell.at];
}
