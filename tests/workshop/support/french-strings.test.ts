import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { labDir } from "../../../common/project.mjs";
import { wrap } from "../../../lib/terminal/terminal.ts";
import { frenchStrings } from "./french-strings.ts";
import { looseFrench } from "./lesson-form.ts";

const source = `
const texts = { en: "Ready: yes", fr: { ready: "Prêt : oui", say: (n) => \`\${n} s : \${n > 1 ? "des" : "un"}\` } };
const hint = { en: "Look:", fr: "Voyez\\u00a0:\\n  docker ps --format x: \`a : b\`" };
const say = lang === "fr" ? "Non ?" : "No ?";
if (lang === "fr") { throw new Error(\`il n'y a pas de «\${say}»\`); }
`;

test("when a program speaks French, then its strings are found, without commands and what they insert", () => {
  expect(frenchStrings("x.ts", source).map(({ line, text }) => [line, text])).toEqual([
    [2, "Prêt : oui"],
    [2, "1 s : 1"],
    [2, "des"],
    [2, "un"],
    [3, "Voyez\u00a0:"],
    [4, "Non ?"],
    [5, "il n'y a pas de «1»"],
  ]);
});

const modules = globSync("{workshop,scripts,lib}/**/*.ts", { cwd: labDir }).filter(
  (file) => !/\.test\.ts$/.test(file),
);

test.each(modules.filter((file) => frenchStrings(join(labDir, file)).length > 0))(
  "when %s speaks French, then its punctuation has the spaces that do not break",
  (file) => {
    const found = frenchStrings(join(labDir, file));
    expect(found.filter(({ text }) => looseFrench([text]).length > 0)).toEqual([]);
  },
);

test("when French is wrapped, then no line begins with what belongs to the one before", () => {
  const text = "Est-ce que cela marche\u00a0? Voyez «\u00a0ceci\u00a0»\u00a0: il faut 512\u00a0Mo.";
  for (let width = 10; width < 40; width += 1)
    expect(wrap(text, width).filter((line) => /^[\s\u00a0]*[?:;!»]|^Mo|«$/.test(line))).toEqual([]);
});
