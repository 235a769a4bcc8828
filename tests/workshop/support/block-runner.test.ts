import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { BlockRunner } from "./block-runner.ts";
import { readLessonText } from "./lesson-text.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "blocks-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
});

/** Follows a text of these blocks: the words after the fence, and the content. */
function follow(...blocks: [words: string, text: string][]): Promise<void> {
  const file = join(dir, "lesson.md");
  writeFileSync(file, blocks.map(([words, text]) => `\`\`\`${words}\n${text}\n\`\`\`\n`).join("\n"));
  return new BlockRunner(dir, process.env).run(readLessonText(file).blocks);
}

test("when commands print what the text says, then the text passes", async () => {
  await follow(["sh", "echo one; echo two >&2"], ["text", "one\n…wo"], ["sh fails", "false"]);
});

test.each([
  [
    "says something else",
    [
      ["sh", "echo one"],
      ["text", "two"],
    ],
    "line 1: expected",
  ],
  [
    "fails",
    [
      ["sh", "echo ok"],
      ["sh", "false; true"],
    ],
    "line 5: expected success, saw status 1",
  ],
  ["should fail and does not", [["sh fails", "true"]], "expected a failure, saw status 0"],
] as [string, [string, string][], string][])(
  "when a command %s, then the message names its line",
  async (_, blocks, message) => {
    await expect(follow(...blocks)).rejects.toThrow(message);
  },
);

test("when something becomes true after a while, then the block is repeated until it is", async () => {
  await follow(["sh retry", "echo x >> log; wc -l < log"], ["text", "3"]);
});

// Where no process reaps orphans, a dead one is still listed, as a zombie.
const isAlive = "ps -o stat= -p $(cat pid) | grep -v Z";

test("when a second terminal runs, then its output is awaited, and Ctrl-C ends it with all its children", async () => {
  await follow(
    ["sh second-terminal", "echo started; sleep 1000 & echo $! > pid; wait"],
    ["text", "started"],
    ["sh", isAlive],
    ["sh second-terminal stop", "# Ctrl-C"],
    ["sh fails", isAlive],
  );
});

test("when the text has an edit or a file to write, then the learner's folder has it", async () => {
  writeFileSync(join(dir, "a.txt"), "one\ntwo\n");
  await follow(
    ["diff", "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+three"],
    ["js file=playground/x.mjs", 'console.log("x");'],
    ["sh", "node playground/x.mjs"],
    ["text", "x"],
  );
  expect(readFileSync(join(dir, "a.txt"), "utf8")).toBe("one\nthree\n");
});
