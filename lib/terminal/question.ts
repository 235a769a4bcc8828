import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { noteInterrupt } from "../../common/interrupts.mjs";

/** Lines that come together were pasted; a person needs longer from one line to the next. */
const burstMs = 60;
/** In raw mode the terminal makes no signal of it. */
const ctrlC = "\u0003";

/**
 * Asks in a terminal until there is an answer; an empty line, Ctrl-C and Ctrl-D mean no. What was typed or pasted
 * before the question is no answer to it, nor is a line that comes with others: a pasted block of commands goes on
 * while the first of them asks. What was ignored is said.
 */
export async function askYesOrNo(
  question: string,
  { input, output }: { input: NodeJS.ReadStream; output: NodeJS.WriteStream },
): Promise<boolean> {
  const early = await takeWhatWaits(input);
  if (early.includes(ctrlC)) {
    noteInterrupt();
    return false;
  }
  output.write(ignored(early));
  for (;;) {
    const lines = await readLines(question, { input, output });
    if (lines === undefined) return false;
    const [line = "", ...more] = lines.map((each) => each.trim());
    if (more.length === 0 && /^y(es)?$/i.test(line)) return true;
    if (more.length === 0 && /^(no?)?$/i.test(line)) return false;
    output.write(ignored(lines.join("\n")));
  }
}

/**
 * Everything that the terminal holds already. In its normal mode it gives whole lines only; in raw mode, all there
 * is.
 */
async function takeWhatWaits(input: NodeJS.ReadStream) {
  let text = "";
  const take = (chunk: Buffer | string) => {
    text += String(chunk);
  };
  input.setRawMode?.(true);
  input.on("data", take);
  input.resume();
  for (let before = -1; before !== text.length; ) {
    before = text.length;
    await pause(burstMs);
  }
  input.off("data", take);
  input.pause();
  input.setRawMode?.(false);
  return text;
}

/**
 * The line that is typed, and those that come along with it; undefined where the question was left by Ctrl-C or
 * Ctrl-D.
 */
function readLines(
  question: string,
  { input, output }: { input: NodeJS.ReadStream; output: NodeJS.WriteStream },
): Promise<string[] | undefined> {
  const prompt = createInterface({ input, output, terminal: true, prompt: question, historySize: 0 });
  const lines: string[] = [];
  return new Promise((resolve) => {
    prompt.on("SIGINT", () => {
      noteInterrupt();
      output.write("\n");
      prompt.close();
    });
    prompt.on("line", (line) => {
      if (lines.push(line) === 1) setTimeout(() => prompt.close(), burstMs);
    });
    prompt.on("close", () => resolve(lines.length > 0 ? [...lines, ...unfinished(prompt.line)] : undefined));
    prompt.prompt();
  });
}

/** The last line of what was pasted may have no end yet. */
function unfinished(line: string) {
  return line === "" ? [] : [line];
}

function ignored(text: string) {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  const first = (lines[0] ?? "").slice(0, 60);
  const rest = lines.length > 1 ? ` and ${lines.length - 1} more lines` : "";
  return lines.length === 0
    ? ""
    : `Not taken as the answer: "${first}"${rest}. Run it again afterwards; please answer y or n.\n`;
}
