import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { applyDiff } from "../../../workshop/lab/apply-diff.ts";
import { compareOutput } from "../../../workshop/text/expected-output.ts";
import { Terminal } from "./learner-terminal.ts";
import type { Block } from "./lesson-text.ts";

const commandBudgetMs = 240_000;
const textBudgetMs = 90_000;

/** Follows the text as a learner would: every block in order, as printed, comparing its output. */
export class BlockRunner {
  readonly #dir: string;
  readonly #env: NodeJS.ProcessEnv;
  #second: Terminal | undefined;

  constructor(dir: string, env: NodeJS.ProcessEnv) {
    this.#dir = dir;
    this.#env = env;
  }

  /** Throws at the first block that fails, and names its line. */
  async run(blocks: readonly Block[]): Promise<void> {
    try {
      for (const [index, block] of blocks.entries()) {
        const next = blocks[index + 1];
        const failure = await this.#runOne(block, next?.lang === "text" ? next : undefined);
        if (failure) throw new Error(`line ${block.line}: ${failure}\n--- the block\n${block.text}`);
      }
    } finally {
      await this.#second?.stop(textBudgetMs);
    }
  }

  async #runOne(block: Block, expected: Block | undefined): Promise<string | undefined> {
    if (block.lang === "diff") return this.#edit(block.text);
    const path = block.words.find((word) => word.startsWith("file="))?.slice("file=".length);
    if (path) return this.#write(path, block.text);
    if (block.lang !== "sh") return undefined;
    if (!block.words.includes("second-terminal")) return this.#runShell(block, expected);
    if (block.words.includes("stop")) return this.#stopSecond(expected);
    if (this.#second) return "the second terminal is still busy";
    this.#second = new Terminal(block.text, this.#dir, this.#env);
    return expected && this.#awaitSecond(this.#second, expected);
  }

  async #runShell({ text, words }: Block, expected: Block | undefined): Promise<string | undefined> {
    const deadlineMs = Date.now() + textBudgetMs;
    for (;;) {
      const terminal = new Terminal(text, this.#dir, this.#env);
      const status = await terminal.end(commandBudgetMs);
      const failure =
        statusFailure(status, words.includes("fails"), terminal.printed) ??
        (expected && compareOutput(expected.text, terminal.printed));
      if (!failure || !words.includes("retry") || Date.now() > deadlineMs) return failure;
    }
  }

  async #stopSecond(expected: Block | undefined): Promise<string | undefined> {
    const second = this.#second;
    if (!second) return "there is no second terminal to stop";
    await second.stop(textBudgetMs);
    this.#second = undefined;
    return expected && this.#awaitSecond(second, expected);
  }

  async #awaitSecond(second: Terminal, { text }: Block): Promise<string | undefined> {
    if (await second.awaitText(text, textBudgetMs)) return undefined;
    return compareOutput(text, second.printed) ?? "not in time";
  }

  #edit(diff: string): undefined {
    const edits = applyDiff(`${diff}\n`, (path) => readFileSync(join(this.#dir, path), "utf8"));
    for (const { path, text } of edits) {
      if (text === undefined) rmSync(join(this.#dir, path));
      else writeFileSync(join(this.#dir, path), text);
    }
  }

  #write(path: string, text: string): undefined {
    mkdirSync(dirname(join(this.#dir, path)), { recursive: true });
    writeFileSync(join(this.#dir, path), `${text}\n`);
  }
}

function statusFailure(status: number, shouldFail: boolean, printed: string): string | undefined {
  if (shouldFail === (status !== 0)) return undefined;
  return `expected ${shouldFail ? "a failure" : "success"}, saw status ${status}\n${printed}`;
}
