import { TERMINALS_PATH, type TerminalTab } from "../../contract/terminal.ts";
import { send } from "../base/ask.ts";
import { type Failure, failureFrom } from "../base/failure.ts";
import { keep, readKept } from "../base/kept.ts";
import { createStore } from "../base/store.ts";
import { assignRoles, parseKnown } from "./roles.ts";
import { attachShell, READY_WITHIN_MS, type Shell } from "./shell.ts";

/** All terminals in the page, in the order of their tabs. */
export const shells = createStore<readonly Shell[]>([]);
/** The id of the one that is shown. */
export const shownShell = createStore<string | undefined>(undefined);
/** Why there is none. */
export const noShell = createStore<Failure | undefined>(undefined);

const FIRST_SIZE = { columns: 100, rows: 24 };

let finding: Promise<void> | undefined;

/** Attaches to the terminals that are there, or opens the first one. Twice at once would open two. */
export function findShells(): Promise<void> {
  finding ??= find().finally(() => {
    finding = undefined;
  });
  return finding;
}

async function find(): Promise<void> {
  try {
    const tabs = (await send("GET", TERMINALS_PATH)) as TerminalTab[];
    // Before the first change, which is kept as well.
    const known = parseKnown(readKept("terminals"));
    for (const { id } of shells.get()) if (!tabs.some((tab) => tab.id === id)) remove(id);
    const fresh = tabs.filter(({ id }) => !shells.get().some((shell) => shell.id === id));
    const hasMain = shellOf("main") !== undefined;
    for (const { tab, role } of assignRoles(fresh, known, hasMain)) add(tab, role);
    if (!shellOf("main")) await openShell("main");
    noShell.set(undefined);
    if (!shells.get().some(({ id }) => id === shownShell.get())) shownShell.set(shellOf("main")?.id);
  } catch (error) {
    noShell.set(failureFrom(error));
  }
}

export async function openShell(role: Shell["role"]): Promise<Shell> {
  const tab = (await send("POST", TERMINALS_PATH, sizeNow())) as TerminalTab;
  const shell = add(tab, role);
  shownShell.set(shell.id);
  return shell;
}

/** Ends a shell; its tab goes when the server says that it has ended. */
export async function closeShell(id: string): Promise<void> {
  await send("DELETE", `${TERMINALS_PATH}/${id}`);
}

/** The terminal for a block of a lesson; the second one is opened when it is first needed. */
export async function shellFor(role: "main" | "second"): Promise<Shell> {
  const shell = shellOf(role) ?? (await openShell(role));
  shownShell.set(shell.id);
  await isReady(shell);
  return shell;
}

export function shellOf(role: "main" | "second"): Shell | undefined {
  return shells.get().find((shell) => shell.role === role);
}

function add(tab: TerminalTab, role: Shell["role"]): Shell {
  const shell = attachShell(tab, role, () => remove(tab.id));
  change([...shells.get(), shell]);
  return shell;
}

function remove(id: string): void {
  const shell = shells.get().find((each) => each.id === id);
  shell?.leave();
  change(shells.get().filter((each) => each !== shell));
  if (shownShell.get() === id) shownShell.set(shells.get()[0]?.id);
}

function change(next: readonly Shell[]): void {
  shells.set(next);
  keep("terminals", JSON.stringify(next.map(({ id, role }) => ({ id, role }))));
}

function sizeNow() {
  return shells.get()[0]?.screen.size() ?? FIRST_SIZE;
}

/** Waits for a new shell's connection and its first word about itself. */
function isReady(shell: Shell): Promise<void> {
  const isIt = () => shell.isConnected.get() && shell.at.get() !== "unknown";
  if (isIt()) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (!isIt()) return;
      end();
    };
    const stops = [shell.isConnected.subscribe(look), shell.at.subscribe(look)];
    const timer = setTimeout(() => end(), READY_WITHIN_MS);
    function end(): void {
      clearTimeout(timer);
      for (const stop of stops) stop();
      resolve();
    }
  });
}
