import { randomBytes } from "node:crypto";
import type { FromTerminal, ShellAt, TerminalSize } from "../../contract/terminal.ts";
import { foregroundGroupOf } from "./foreground-group.ts";
import { createMarkReader, type Piece } from "./marks.ts";
import type { Pty, SpawnPty } from "./pty.ts";
import { createScrollback } from "./scrollback.ts";
import { prepareShell } from "./shell-choice.ts";
import { createShellState } from "./shell-state.ts";

const KILL_AFTER_MS = 2_000;
const LOOK_AGAIN_MS = 20;

/** A page that shows a terminal. */
export interface Viewer {
  send(message: FromTerminal): void;
  /** Whether so much waits to be read by the page that the shell has to wait. */
  isFull(): boolean;
}

export interface Terminal {
  readonly id: string;
  readonly shell: string;
  readonly at: () => ShellAt;
  /** Shows what the terminal has shown, then what it shows. Returns what ends that. */
  attach(viewer: Viewer): () => void;
  input(data: string): void;
  resize(size: TerminalSize): void;
  /** Answers the viewer with `ran` or `refused`, if it is still there. */
  run(viewer: Viewer, id: number, text: string): void;
  /** Hangs up; kills a shell that does not end by that. Resolves when it has ended. */
  end(): Promise<void>;
  readonly ended: Promise<number>;
}

export interface TerminalSettings {
  readonly spawn: SpawnPty;
  readonly shell: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly size: TerminalSize;
}

/** Starts a shell; it lives until it ends, whether a page shows it or not. */
export function openTerminal({ spawn, shell, cwd, env, size }: TerminalSettings): Terminal {
  const key = randomBytes(12).toString("hex");
  const start = prepareShell(shell, key, env);
  const pty = startPty(
    () =>
      spawn(start.file, [...start.args], {
        name: "xterm-256color",
        cols: size.columns,
        rows: size.rows,
        cwd,
        env: start.env,
      }),
    start.clean,
  );
  const viewers = new Set<Viewer>();
  const scrollback = createScrollback();
  const reader = createMarkReader(key);
  const ended = Promise.withResolvers<number>();
  let isOver = false;
  let pausing: NodeJS.Timeout | undefined;

  const tell = (message: FromTerminal) => {
    for (const viewer of viewers) viewer.send(message);
  };
  const state = createShellState(
    (keys) => pty.write(keys),
    (at) => tell({ type: "prompt", at }),
  );

  function show(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      state.see(piece);
      if (piece.kind === "mark") continue;
      scrollback.add(piece.text);
      tell({ type: "output", data: piece.text });
    }
  }

  // The shell waits for the slowest page; one that does not read at all is cut off by its socket.
  function holdBack(): void {
    if (pausing !== undefined || ![...viewers].some((viewer) => viewer.isFull())) return;
    pty.pause();
    pausing = setInterval(() => {
      if (!isOver && [...viewers].some((viewer) => viewer.isFull())) return;
      clearInterval(pausing);
      pausing = undefined;
      pty.resume();
    }, LOOK_AGAIN_MS);
  }

  pty.onData((data) => {
    show(reader.read(data));
    holdBack();
  });
  pty.onExit(({ exitCode, signal }) => {
    isOver = true;
    show(reader.end());
    start.clean();
    state.end();
    const exitStatus = signal ? 128 + signal : exitCode;
    tell({ type: "ended", exitStatus });
    ended.resolve(exitStatus);
  });

  return {
    id: randomBytes(8).toString("hex"),
    shell: start.name,
    at: state.at,
    ended: ended.promise,
    attach: (viewer) => {
      const text = scrollback.text();
      if (text !== "") viewer.send({ type: "output", data: text });
      viewer.send({ type: "prompt", at: state.at() });
      viewers.add(viewer);
      return () => void viewers.delete(viewer);
    },
    input: (data) => {
      if (isOver) return;
      state.typed(data);
      pty.write(data);
    },
    resize: ({ columns, rows }) => {
      if (!isOver) pty.resize(columns, rows);
    },
    run: (viewer, id, text) => {
      if (isOver) return;
      state.run(text, (outcome) => {
        if (viewers.has(viewer)) viewer.send({ ...outcome, id });
      });
    },
    end: async () => {
      if (isOver) return;
      const kill = setTimeout(() => killShell(pty.pid), KILL_AFTER_MS);
      pty.kill("SIGHUP");
      await ended.promise.finally(() => clearTimeout(kill));
    },
  };
}

// What runs in front may have been told to ignore the hangup as well.
function killShell(pid: number): void {
  const group = foregroundGroupOf(pid);
  for (const target of group === undefined ? [pid] : [-group, pid]) signal(target);
}

function signal(target: number): void {
  try {
    process.kill(target, "SIGKILL");
  } catch {
    // It has just ended.
  }
}

function startPty(start: () => Pty, clean: () => void): Pty {
  try {
    return start();
  } catch (error) {
    clean();
    throw error;
  }
}
