import type { Both } from "../../contract/language.ts";
import { connection } from "../base/states.ts";
import { obstacleOf } from "./obstacle.ts";
import type { Outcome, Shell } from "./shell.ts";
import { noShell, shellFor, shellOf } from "./shells.ts";

/** Why a command is only copied; undefined if it can be run. */
export function obstacleTo(role: "main" | "second"): Both | undefined {
  const shell = shellOf(role);
  return obstacleOf({
    isImpossible: noShell.get() !== undefined,
    isServerAway: connection.get() === "away",
    shell: shell && {
      isStarting: shell.isStarting(),
      isConnected: shell.isConnected.get(),
      at: shell.at.get(),
    },
  });
}

/** Runs a command in a terminal; `onStart` gets the shell before. */
export async function runIn(
  role: "main" | "second",
  text: string,
  onStart: (shell: Shell) => void = () => undefined,
): Promise<Outcome> {
  const shell = await shellFor(role);
  onStart(shell);
  return shell.run(text);
}
