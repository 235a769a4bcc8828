import type { Both } from "../../contract/language.ts";
import type { FromTerminal, ShellAt, TerminalTab } from "../../contract/terminal.ts";
import { createStore, type Store } from "../base/store.ts";
import { createHeard } from "./heard.ts";
import { type Link, linkTo } from "./link.ts";
import { createScreen, type Screen } from "./screen.ts";
import { runReasons } from "./words.ts";

/** What became of a command. */
export type Outcome =
  | { readonly kind: "ran"; readonly exitStatus: number; readonly output: string }
  | { readonly kind: "refused"; readonly reason: Both };

/** A terminal of the server, with its screen in the page. */
export interface Shell {
  readonly id: string;
  readonly name: string;
  readonly role: "main" | "second" | "other";
  readonly screen: Screen;
  readonly at: Store<ShellAt>;
  readonly isConnected: Store<boolean>;
  /** Whether its first word about itself is still to come; not for long, because some shells never say any. */
  isStarting(): boolean;
  run(text: string): Promise<Outcome>;
  /** Keys, as if they were typed. */
  type(keys: string): void;
  /** What it has shown since the last `mark`, its replay included. */
  heard(): string;
  mark(): void;
  /** Called when it shows more; returns what ends that. */
  onOutput(call: () => void): () => void;
  leave(): void;
}

/** The first prompt of a shell with long settings. */
export const READY_WITHIN_MS = 10_000;

/** Attaches to a terminal. `onEnd` hears that there is none any more. */
export function attachShell(tab: TerminalTab, role: Shell["role"], onEnd: () => void): Shell {
  const at = createStore<ShellAt>(tab.at);
  const isConnected = createStore(false);
  const heard = createHeard();
  const listeners = new Set<() => void>();
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let lastRun = 0;
  let isReplay = true;
  let hasSaid = false;
  const attachedMs = performance.now();

  const screen = createScreen({
    onInput: (data) => void link.send({ type: "input", data }),
    onResize: (columns, rows) => void link.send({ type: "resize", columns, rows }),
  });
  const link: Link = linkTo(tab.id, {
    onOpen: () => {
      // All is sent again.
      screen.reset();
      heard.begin();
      isReplay = true;
      isConnected.set(true);
      screen.announceSize();
    },
    onMessage: hear,
    onAway: () => {
      isConnected.set(false);
      refuseAll(runReasons.lost);
    },
  });

  function hear(message: FromTerminal): void {
    if (message.type === "output") {
      screen.write(message.data);
      heard.add(message.data);
      for (const listener of listeners) listener();
    } else if (message.type === "prompt") follow(message.at);
    else if (message.type === "ran") {
      settle(message.id, { kind: "ran", exitStatus: message.exitStatus, output: message.output });
    } else if (message.type === "refused") settle(message.id, { kind: "refused", reason: message.reason });
    else {
      refuseAll(runReasons.ended);
      onEnd();
    }
  }

  function follow(next: ShellAt): void {
    // What was typed is no output; but the first word after a replay says nothing new.
    if (next === "running" && !isReplay) heard.begin();
    isReplay = false;
    hasSaid ||= next !== "unknown";
    at.set(next);
  }

  function settle(id: number, outcome: Outcome): void {
    waiting.get(id)?.(outcome);
    waiting.delete(id);
  }

  function refuseAll(reason: Both): void {
    for (const id of [...waiting.keys()]) settle(id, { kind: "refused", reason });
  }

  return {
    id: tab.id,
    name: tab.shell,
    role,
    screen,
    at,
    isConnected,
    isStarting: () => !hasSaid && performance.now() - attachedMs < READY_WITHIN_MS,
    run: (text) => {
      lastRun += 1;
      const id = lastRun;
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      waiting.set(id, resolve);
      if (!link.send({ type: "run", id, text })) settle(id, { kind: "refused", reason: runReasons.away });
      return promise;
    },
    type: (keys) => void link.send({ type: "input", data: keys }),
    heard: heard.text,
    mark: heard.begin,
    onOutput: (call) => {
      listeners.add(call);
      return () => void listeners.delete(call);
    },
    leave: () => {
      link.close();
      screen.dispose();
    },
  };
}
