import type { Both } from "../../contract.ts";
import { connection } from "../base/states.ts";
import type { Outcome, Shell } from "./shell.ts";
import { noShell, shellFor, shellOf } from "./shells.ts";
import { runReasons } from "./words.ts";

/** What became of a command, with the shell that got it. */
export type RunResult =
  | { readonly kind: "ran"; readonly exitStatus: number; readonly output: string }
  | { readonly kind: "refused"; readonly reason: Both };

/** Why a command cannot be sent to a terminal now; undefined if it can. */
export function obstacleTo(role: "main" | "second"): Both | undefined {
  if (noShell.get()) return runReasons.none;
  if (connection.get() === "away") return runReasons.away;
  const shell = shellOf(role);
  if (!shell) return undefined;
  if (!shell.isConnected.get()) return runReasons.away;
  const at = shell.at.get();
  return at === "prompt" ? undefined : runReasons[at];
}

/** Runs a command in a terminal; `onStart` gets the shell before. */
export async function runIn(
  role: "main" | "second",
  text: string,
  onStart: (shell: Shell) => void = () => undefined,
): Promise<RunResult> {
  const shell = await shellFor(role);
  onStart(shell);
  return resultOf(await shell.run(text));
}

function resultOf(outcome: Outcome): RunResult {
  if (outcome.kind === "ran") return outcome;
  return { kind: "refused", reason: { en: outcome.reason, fr: outcome.reason } };
}
