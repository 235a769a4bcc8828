import { Problem } from "../../../services/http/problems.ts";
import type { TerminalSize, TerminalTab } from "../../contract/terminal.ts";
import type { SpawnPty } from "./pty.ts";
import { chooseShell } from "./shell-choice.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

const MOST_TERMINALS = 6;

export interface Terminals {
  /** Why this machine can open none, or undefined. */
  readonly unavailable: string | undefined;
  list(): TerminalTab[];
  /** @throws Problem when there are six, or none can be opened */
  open(size: TerminalSize): TerminalTab;
  get(id: string): Terminal | undefined;
  /** Ends all. */
  close(): Promise<void>;
}

export interface TerminalsSettings {
  readonly projectDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly pty: SpawnPty | { readonly reason: string };
}

/** All shells of the page; each is there until it ends. */
export function createTerminals({ projectDir, env, pty }: TerminalsSettings): Terminals {
  const all = new Map<string, Terminal>();
  const unavailable = typeof pty === "function" ? undefined : pty.reason;

  function open(size: TerminalSize): TerminalTab {
    if (typeof pty !== "function")
      throw new Problem(503, "no-terminal", "No terminal can be opened", { detail: pty.reason });
    if (all.size >= MOST_TERMINALS)
      throw new Problem(409, "too-many-terminals", `There are ${MOST_TERMINALS} terminals already`, {
        hint: "Close one.",
      });
    const terminal = openTerminal({ spawn: pty, shell: chooseShell(env), cwd: projectDir, env, size });
    all.set(terminal.id, terminal);
    void terminal.ended.then(() => all.delete(terminal.id));
    return tabOf(terminal);
  }

  return {
    unavailable,
    open,
    list: () => [...all.values()].map(tabOf),
    get: (id) => all.get(id),
    close: async () => void (await Promise.all([...all.values()].map((terminal) => terminal.end()))),
  };
}

function tabOf({ id, shell, at }: Terminal): TerminalTab {
  return { id, shell, at: at() };
}
