import { parsePatch } from "diff";
import type { Code, Root } from "mdast";
import { visit } from "unist-util-visit";
import type { Block } from "../../../contract/lesson.ts";

/**
 * The blocks of a text in its order, as the tests of the lessons run them: a `text` right after a command is what it
 * prints, and no block of its own; a diagram is none either. Each fence is marked with the index of its block.
 */
export function readBlocks(root: Root): Block[] {
  const fences: Code[] = [];
  visit(root, "code", (node) => {
    fences.push(node);
  });
  const blocks: Block[] = [];
  for (const [at, fence] of fences.entries()) {
    if (fence.lang === "mermaid") continue;
    if (isOutput(fence, fences[at - 1])) mark(fence, "dataOutput", blocks.length - 1);
    else {
      mark(fence, "dataBlock", blocks.length);
      blocks.push(blockOf(fence, fences[at + 1]));
    }
  }
  return blocks;
}

function blockOf(fence: Code, next: Code | undefined): Block {
  const { value: text } = fence;
  const language = fence.lang ?? "";
  if (language === "diff") return { kind: "file", path: pathOf(text), change: "edit", text };
  const path = writtenFile(fence);
  if (path !== undefined) return { kind: "file", path, change: "write", text };
  if (language === "powershell") {
    const alone = { must: "succeed", secondTerminal: false, stops: false, output: undefined } as const;
    return { kind: "command", text, shell: language, ...alone };
  }
  if (language !== "sh") return { kind: "shown", language, text };
  const words = wordsOf(fence);
  const secondTerminal = words.includes("second-terminal");
  return {
    kind: "command",
    text,
    shell: "sh",
    must: mustOf(words),
    secondTerminal,
    stops: secondTerminal && words.includes("stop"),
    output: next && isOutput(next, fence) ? next.value : undefined,
  };
}

function mustOf(words: readonly string[]) {
  const fails = words.includes("fails");
  if (words.includes("retry")) return fails ? "repeat-until-fails" : "repeat-until";
  return fails ? "fail" : "succeed";
}

function isOutput(fence: Code, before: Code | undefined): boolean {
  return fence.lang === "text" && before?.lang === "sh" && writtenFile(before) === undefined;
}

function writtenFile(fence: Code): string | undefined {
  return wordsOf(fence)
    .find((word) => word.startsWith("file="))
    ?.slice("file=".length);
}

function wordsOf({ meta }: Code): string[] {
  return meta?.split(/\s+/) ?? [];
}

/** A lesson's diff is of one file. */
function pathOf(diff: string): string {
  const [patch] = parsePatch(`${diff}\n`);
  const name = patch?.newFileName === "/dev/null" ? patch.oldFileName : patch?.newFileName;
  return String(name).replace(/^[ab]\//, "");
}

function mark(fence: Code, name: string, index: number): void {
  fence.data = { ...fence.data, hProperties: { [name]: String(index) } };
}
