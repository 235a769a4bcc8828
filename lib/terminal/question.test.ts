import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, onTestFinished, test } from "vitest";
import { eventually } from "../../tests/support/eventually.ts";

// A question needs a terminal: util-linux' `script` makes one, with another command line on Linux than elsewhere.
const hasTerminal = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
if (!hasTerminal) console.log("Skipped: questions in a terminal need `script` of util-linux.");

describe.skipIf(!hasTerminal)("askYesOrNo", () => {
  test.each([
    ["y", "true"],
    ["Yes", "true"],
    ["n", "false"],
    ["", "false"],
  ])("when %j is typed at the question, then the answer is %s", async (typed, answer) => {
    const terminal = openTerminal();
    terminal.ask();
    await terminal.printed("[y/N]");
    terminal.type(`${typed}\r`);
    await terminal.printed(`answer ${answer}`);
  });

  test("when lines were pasted before the question, even a y, then they are no answer, and that is said", async () => {
    const terminal = openTerminal();
    terminal.type("y\ny\n./lab output\n");
    await terminal.printed("./lab output");
    terminal.ask();
    await terminal.printed('Not taken as the answer: "y" and 2 more lines');
    terminal.type("n\r");
    await terminal.printed("answer false");
  });

  test("when a block is pasted at the question, then the question is asked again", async () => {
    const terminal = openTerminal();
    terminal.ask();
    await terminal.printed("[y/N]");
    terminal.type("y\r./lab destroy\r");
    await terminal.printed('Not taken as the answer: "y"');
    terminal.type("y\r");
    await terminal.printed("answer true");
  });

  test("when a command is typed as the answer, then nothing is declined by it", async () => {
    const terminal = openTerminal();
    terminal.ask();
    await terminal.printed("[y/N]");
    terminal.type("./lab output\r");
    await terminal.printed('Not taken as the answer: "./lab output"');
    terminal.type("y\r");
    await terminal.printed("answer true");
  });

  test.each([
    ["Ctrl-C", "\u0003", "130"],
    ["Ctrl-D", "\u0004", "undefined"],
  ])("when %s is typed at the question, then the answer is no", async (_, key, status) => {
    const terminal = openTerminal();
    terminal.ask();
    await terminal.printed("[y/N]");
    terminal.type(key);
    await terminal.printed(`answer false ${status}`);
  });
});

/** A program in a terminal that works until it is made to ask. */
function openTerminal() {
  const dir = mkdtempSync(join(tmpdir(), "question-"));
  const askFile = join(dir, "ask");
  const program = join(dir, "program.mjs");
  const [question, interrupts] = ["question.ts", "../../common/interrupts.mjs"].map((name) =>
    JSON.stringify(new URL(name, import.meta.url).href),
  );
  writeFileSync(
    program,
    `import { existsSync } from "node:fs";
    import { askYesOrNo } from ${question};
    import { interruptedStatus } from ${interrupts};
    while (!existsSync(${JSON.stringify(askFile)})) await new Promise((resolve) => setTimeout(resolve, 10));
    const answer = await askYesOrNo("Go on? [y/N] ", { input: process.stdin, output: process.stdout });
    console.log(["answer", String(answer), String(interruptedStatus())].join(" "));`,
  );
  const command = `'${process.execPath}' '${program}'`;
  const child = spawn("script", ["-qfec", command, "/dev/null"], { stdio: ["pipe", "pipe", "ignore"] });
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  onTestFinished(async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    rmSync(dir, { recursive: true });
  });
  return {
    type: (text: string) => void child.stdin.write(text),
    ask: () => writeFileSync(askFile, ""),
    printed: (text: string) => eventually(`${text} in ${output}`, () => output.includes(text), 10_000),
  };
}
