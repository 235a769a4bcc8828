import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { labDir } from "../../common/project.mjs";
import { readLessonText } from "../../tests/workshop/support/lesson-text.ts";
import { lessonQuestions, readQuestions } from "./predictions.ts";

const text = `# A

> **Predict:** how far behind is each
> partition?
>
> - a) by none
> - b) by two, because \`a\` and
>   *b* were sent
> - c) by six

<details><summary>Answer</summary>

**b.** By two: see [lag](../GLOSSARY.en.md#lag).

\`\`\`text
0  2
\`\`\`

</details>

> **Predict:** without choices?

<details><summary>Answer</summary>

Yes.

</details>

> **Prédisez\u00a0:** combien\u00a0?
>
> - a) un
> - b) deux

<details><summary>Réponse</summary>

**a.** Un.

</details>
`;

test("when predictions are read, then with their choices and answers, without marks", () => {
  expect(readQuestions(text)).toEqual([
    {
      number: 1,
      question: "how far behind is each partition?",
      choices: [
        { letter: "a", text: "by none" },
        { letter: "b", text: "by two, because `a` and b were sent" },
        { letter: "c", text: "by six" },
      ],
      right: "b",
      answer: "By two: see lag.\n\n0  2",
    },
    {
      number: 2,
      question: "combien\u00a0?",
      choices: [
        { letter: "a", text: "un" },
        { letter: "b", text: "deux" },
      ],
      right: "a",
      answer: "Un.",
    },
  ]);
});

test.each(globSync("workshop/[01]*/lesson.{en,fr}.md", { cwd: labDir }))(
  "when the predictions of %s are read, then as a Markdown parser reads them",
  (file) => {
    const sound = readLessonText(join(labDir, file)).predictions.filter(
      ({ choices, answer }) => choices.length > 0 && answer,
    );
    const questions = lessonQuestions({ text: file });
    expect(questions.map(({ right, choices }) => [choices.length, `${right}.`])).toEqual(
      sound.map(({ choices, answer }) => [choices.length, answer]),
    );
  },
);
