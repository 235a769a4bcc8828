import { globSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { labDir } from "../../../common/project.mjs";
import { type Block as Fence, readLessonText } from "../../../tests/workshop/support/lesson-text.ts";
import { listLessons } from "../../../workshop/running/lessons.ts";
import { lessonQuestions } from "../../../workshop/running/predictions.ts";
import { anchorsOf } from "../../../workshop/text/heading-anchors.ts";
import type { Block } from "../../contract/lesson.ts";
import type { Rendered } from "./render.ts";
import { openTexts } from "./text-store.ts";

const texts = openTexts(labDir);
const lessons = listLessons("en").map(({ name }) => name);

beforeAll(() => texts.warm(), 120_000);

describe.each(lessons)("lesson %s", (name) => {
  const fileOf = (lang: string) => `workshop/${name}/lesson.${lang}.md`;

  test.each(["en", "fr"] as const)(
    "when it is rendered (%s), then each block has its kind, as the tests run it",
    async (lang) => {
      const { blocks, html, predictions } = await texts.render(fileOf(lang), lang);
      const fences = readLessonText(join(labDir, fileOf(lang))).blocks;
      expect(blocks).toEqual(expectedBlocks(fences));
      const all = [html, ...predictions.map(({ answer }) => answer)].join("\n");
      const found = (mark: string) => [...all.matchAll(new RegExp(` ${mark}="(\\d+)"`, "g"))].map(toNumber);
      expect(found("data-block").sort((a, b) => a - b)).toEqual([...blocks.keys()]);
      const printing = blocks.flatMap((block, index) =>
        block.kind === "command" && block.output !== undefined ? [index] : [],
      );
      expect(found("data-output").sort((a, b) => a - b)).toEqual(printing);
      const pictures = fences.filter((fence) => fence.lang === "mermaid").length;
      expect(
        all.match(/<pre data-mermaid="" role="img" aria-label="(Diagram: |Schéma\u00a0: )./g),
      ).toHaveLength(pictures);
    },
  );

  test("when both languages are rendered, then they have the same blocks and predictions", async () => {
    const [english, french] = [
      await texts.render(fileOf("en"), "en"),
      await texts.render(fileOf("fr"), "fr"),
    ];
    expect(french.blocks.map(withoutOutput)).toEqual(english.blocks.map(withoutOutput));
    const shape = ({ predictions }: Rendered) =>
      predictions.map(({ id, right, choices }) => [id, right, choices.map(({ letter }) => letter)]);
    expect(shape(french)).toEqual(shape(english));
  });

  test.each(["en", "fr"] as const)(
    "when it has predictions (%s), then they are those of ./lab predict, and their answers are not in the text",
    async (lang) => {
      const { predictions, html } = await texts.render(fileOf(lang), lang);
      const questions = lessonQuestions({ text: fileOf(lang) });
      expect(predictions.map(({ id, right }) => [id, right])).toEqual(
        questions.map(({ number, right }) => [String(number), right]),
      );
      for (const { id, answer, choices, question } of predictions) {
        expect(html).toContain(`<div data-prediction="${id}"></div>`);
        expect([answer, question, ...choices.map(({ text }) => text)]).not.toContain("");
        expect(html).not.toContain(answer);
      }
    },
  );

  test.each(["en", "fr"] as const)(
    "when it has terms and headings (%s), then a term has its definition, and a heading its anchor",
    async (lang) => {
      const { html, title, predictions } = await texts.render(fileOf(lang), lang);
      const all = [html, ...predictions.flatMap((each) => [each.question, each.answer])].join("\n");
      const source = readLessonText(join(labDir, fileOf(lang)));
      const terms = source.links.filter((link) => link.includes("GLOSSARY")).length;
      expect(all.match(/ data-term="[^"]+" data-definition="[^"]{20,}"/g)?.length).toBe(terms);
      const ids = [...html.matchAll(/<h[1-6] id="([^"]*)"/g)].map(([, id]) => id);
      expect(ids).toEqual(anchorsOf(source));
      expect(title).toBe(source.frontMatter.title);
    },
  );
});

test.each([
  ...globSync(["workshop/*.md", "workshop/*/*.md", "docs/*.md"], { cwd: labDir }),
  "services/README.md",
])(
  "when the links of %s are placed, then each leads inside the page or is marked as external",
  async (file) => {
    const { html } = await texts.render(file, file.includes(".fr.") ? "fr" : "en");
    for (const [link] of html.matchAll(/<a [^>]*>/g))
      expect(link).toMatch(
        /data-external="" target="_blank" rel="noopener noreferrer"|href="#|data-lesson="\d+"|data-page="[a-z-]+"|data-file="[^"]+"/,
      );
  },
);

/** What a block is, told anew from what the tests read. */
function expectedBlocks(fences: readonly Fence[]): Block[] {
  return fences.flatMap((fence, at): Block[] => {
    const { lang, words, text } = fence;
    const file = words.find((word) => word.startsWith("file="))?.slice("file=".length);
    const has = (word: string) => words.includes(word);
    const before = fences[at - 1];
    const next = fences[at + 1];
    if (lang === "mermaid" || (lang === "text" && before?.lang === "sh")) return [];
    if (lang === "diff")
      return [{ kind: "file", change: "edit", path: /^\+\+\+ b\/(.*)$/m.exec(text)?.[1] ?? "", text }];
    if (file !== undefined) return [{ kind: "file", change: "write", path: file, text }];
    if (lang !== "sh" && lang !== "powershell") return [{ kind: "shown", language: lang, text }];
    const must = has("retry")
      ? has("fails")
        ? "repeat-until-fails"
        : "repeat-until"
      : has("fails")
        ? "fail"
        : "succeed";
    const output = lang === "sh" && next?.lang === "text" ? next.text : undefined;
    const stops = has("stop");
    return [
      { kind: "command", shell: lang, text, must, secondTerminal: has("second-terminal"), stops, output },
    ];
  });
}

function toNumber([, digits]: RegExpMatchArray): number {
  return Number(digits);
}

/** The output may be in another language. */
function withoutOutput(block: Block) {
  return block.kind === "command"
    ? { ...block, output: block.output !== undefined }
    : block.kind === "shown" && block.language === "text"
      ? { ...block, text: "" }
      : block;
}
