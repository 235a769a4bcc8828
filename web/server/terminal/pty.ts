import { createRequire } from "node:module";

/** The part of a pseudo-terminal that we use. */
export interface Pty {
  readonly pid: number;
  onData(listener: (data: string) => void): unknown;
  onExit(listener: (end: { exitCode: number; signal?: number }) => void): unknown;
  write(data: string): void;
  resize(columns: number, rows: number): void;
  kill(signal?: string): void;
  pause(): void;
  resume(): void;
}

export interface PtyOptions {
  readonly name: string;
  readonly cols: number;
  readonly rows: number;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export type SpawnPty = (file: string, args: string[], options: PtyOptions) => Pty;

/**
 * Loads the native part, which exists for some systems only (not for musl, for example).
 * @returns the function, or why there is none, in words for a learner
 */
export function loadPty(load: () => unknown = requirePty): SpawnPty | { readonly reason: string } {
  try {
    return (load() as { spawn: SpawnPty }).spawn;
  } catch (error) {
    const [cause = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return {
      reason: `This machine can open no terminal in the page (${cause}). Use a terminal of your own beside it; everything else works.`,
    };
  }
}

function requirePty(): unknown {
  return createRequire(import.meta.url)("@lydell/node-pty");
}
