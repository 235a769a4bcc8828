import type { Both, Language } from "../../../contract/language.ts";
import type { Block } from "../../../contract/lesson.ts";
import type { RunVerdict } from "../../../contract/lesson-check.ts";
import { ask } from "../../base/ask.ts";
import { createStore, type Store } from "../../base/store.ts";

/** What goes on with a block. */
export interface BlockRun {
  readonly phase: "idle" | "running" | "repeating" | "listening";
  readonly said: Both | undefined;
  readonly isGood: boolean;
  /** How often it has been run, while it is repeated. */
  readonly count: number;
}

export const idle: BlockRun = { phase: "idle", said: undefined, isGood: false, count: 0 };

/** A text while it is open: what is done, and what goes on. */
export interface Session {
  readonly lang: Language;
  readonly blocks: readonly Block[];
  /** The lesson's number; other texts have commands, but no verdicts. */
  readonly lesson: number | undefined;
  readonly ticked: Store<readonly number[]>;
  runOf(index: number): Store<BlockRun>;
  /** What a command printed, as the server judges it. */
  judge(index: number, output: string, exitStatus?: number): Promise<RunVerdict["fault"]>;
  /** Aborts when another text is opened. */
  readonly signal: AbortSignal;
}

interface SessionParts {
  readonly lang: Language;
  readonly blocks: readonly Block[];
  readonly lesson: number | undefined;
  readonly ticked: readonly number[];
  readonly signal: AbortSignal;
}

export function openSession({ ticked: first, ...parts }: SessionParts): Session {
  const { lesson, lang } = parts;
  const ticked = createStore(first);
  const runs = new Map<number, Store<BlockRun>>();
  return {
    ...parts,
    ticked,
    runOf: (index) => {
      const run = runs.get(index) ?? createStore(idle);
      runs.set(index, run);
      return run;
    },
    judge: async (block, output, exitStatus) => {
      if (lesson === undefined) return "unasked";
      const body = { lang, block, output, ...(exitStatus !== undefined && { exitStatus }) };
      const verdict = await ask("POST /lessons/:number/runs", { params: { number: lesson }, body });
      ticked.set(verdict.ticked);
      return verdict.fault;
    },
  };
}
