import { readFileSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";

/** A question of a lesson's text, as `./lab predict` needs it; the tests read the same text by a Markdown parser. */
export interface Question {
  readonly number: number;
  readonly question: string;
  readonly choices: readonly { readonly letter: string; readonly text: string }[];
  /** The letter of the right choice, and why. */
  readonly right: string;
  readonly answer: string;
}

/** The predictions of a lesson, in the order of its text. */
export function readQuestions(text: string): Question[] {
  const pattern =
    /^> \*\*(?:Predict:|Prédisez\u00a0:)\*\*([\s\S]*?)\n(?!>)\n*<details>.*\n([\s\S]*?)<\/details>/gm;
  return [...text.matchAll(pattern)]
    .flatMap(([, quoted = "", folded = ""]) => {
      const lines = quoted.split("\n").map((line) => line.replace(/^> ?/, ""));
      const first = lines.findIndex((line) => /^- a\) /.test(line));
      const [, right, answer] = /^\*\*([a-d])\.\*\* ?([\s\S]*)$/.exec(folded.trim()) ?? [];
      if (first < 0 || right === undefined || answer === undefined) return [];
      const choices = lines
        .slice(first)
        .join("\n")
        .split(/^- /m)
        .flatMap((choice) => {
          const [, letter, words] = /^([a-d])\) ([\s\S]*)$/.exec(choice.trim()) ?? [];
          return letter && words ? [{ letter, text: plain(words) }] : [];
        });
      return [{ question: plain(lines.slice(0, first).join("\n")), choices, right, answer: plain(answer) }];
    })
    .map((question, index) => ({ number: index + 1, ...question }));
}

export function lessonQuestions(lesson: { text: string }, projectDir = labDir) {
  return readQuestions(readFileSync(join(projectDir, lesson.text), "utf8"));
}

/** Without Markdown's marks, each paragraph on one line; what is fenced or indented stays as it is. */
function plain(markdown: string) {
  return markdown
    .trim()
    .split(/\n{2,}/)
    .map((part) =>
      /^(```|\||[-*] )/.test(part) ? part.replace(/^```.*\n?/gm, "") : part.replace(/\n\s*/g, " "),
    )
    .map((part) =>
      part
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .replace(/\*\*([^*]+)\*\*|(?<![\w*])\*([^*\s][^*]*)\*(?!\w)/g, "$1$2")
        .trim(),
    )
    .join("\n\n");
}
