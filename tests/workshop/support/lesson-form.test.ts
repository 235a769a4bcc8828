import { expect, test } from "vitest";
import { anchorsOf } from "../../../workshop/text/heading-anchors.ts";
import { looseFrench, shapeOf, silentBlocks, unsoundPredictions, unsoundTurn } from "./lesson-form.ts";
import { parseLessonText } from "./lesson-text.ts";

const fence = (words: string, text = "x") => `\`\`\`${words}\n${text}\n\`\`\``;
const text = (...parts: string[]) => parseLessonText(parts.join("\n\n"));
const diff = "--- a/infra/x.ts\n+++ b/infra/x.ts\n@@ -1,1 +1,1 @@\n-a\n+b";

test.each([
  ["sh retry", "Repeat it until it says 3:", "en"],
  ["sh retry", "Run this again, as often as needed, until 3 is there:", "en"],
  ["sh retry", "Répétez jusqu'à ce que 3 s'affiche :", "fr"],
  ["sh retry", "Relancez la commande jusqu’à voir 3 :", "fr"],
  ["sh second-terminal", "In a second terminal:", "en"],
  ["sh second-terminal", "Dans un second terminal :", "fr"],
  ["sh second-terminal stop", "In the second terminal, press Ctrl-C:", "en"],
  ["sh second-terminal stop", "Faites Ctrl-C dans le second terminal :", "fr"],
  ["sh fails", "This is refused:", "en"],
  ["sh fails", "Cette commande échoue :", "fr"],
  ["ts file=infra/x.ts", "Write `infra/x.ts`:", "en"],
] as const)(
  "when a block is %s, and the paragraph before it says '%s', then it is said",
  (words, before, lang) => {
    expect(silentBlocks(text(before, fence(words)), lang)).toEqual([]);
  },
);

test.each([
  ["sh retry", "Read it:", "repeat it until"],
  ["sh retry", "Repeat it:", "repeat it until"],
  ["sh second-terminal", "Begin:", "second terminal"],
  ["sh second-terminal stop", "In the second terminal:", "Ctrl-C"],
  ["sh fails", "Try it:", "fails"],
  ["ts file=infra/x.ts", "Write infra/x.ts:", "name `infra/x.ts`"],
])(
  "when a block is %s, and the paragraph before it only says '%s', then it is found",
  (words, before, what) => {
    expect(silentBlocks(text(before, fence(words)), "en")).toEqual([
      expect.stringMatching(new RegExp(`^line 3: .*${what}`)),
    ]);
  },
);

test("when a diff's file is named, then it is said; and a heading, a picture's answer or nothing before it says nothing", () => {
  expect(silentBlocks(text("Open `infra/x.ts`, and change its line:", fence("diff", diff)), "en")).toEqual(
    [],
  );
  expect(silentBlocks(text("### `infra/x.ts`", fence("diff", diff)), "en")).toHaveLength(1);
  expect(silentBlocks(text("Open `infra/x.ts`.", "</details>", fence("diff", diff)), "en")).toHaveLength(1);
  expect(silentBlocks(text(fence("sh fails")), "en")).toHaveLength(1);
});

test("when several blocks follow a paragraph or a list, then it serves all of them", () => {
  const blocks = [fence("sh retry"), fence("text"), fence("sh retry")];
  expect(silentBlocks(text("Repeat each until it is as printed:", ...blocks), "en")).toEqual([]);
  expect(silentBlocks(text("- Repeat each\n- until it is so:", ...blocks), "en")).toEqual([]);
});

const answer = (words: string) => `<details><summary>Answer</summary>\n\n${words}\n\n</details>`;
const question = "> **Predict:** how many?\n>\n> - a) none\n> - b) two";

test("when a prediction has choices, and its answer one of their letters, then it is sound", () => {
  const sound = text(question, answer("**b.** Two: because."));
  expect(unsoundPredictions(sound)).toEqual([]);
  expect(sound.predictions).toEqual([{ line: 1, choices: ["a) none", "b) two"], answer: "b." }]);
  const french = text(
    "> **Prédisez\u00a0:** combien\u00a0?\n>\n> - a) aucun\n> - b) deux",
    answer("**a.** Aucun."),
  );
  expect(unsoundPredictions(french)).toEqual([]);
});

test.each([
  ["has no choices", "> **Predict:** how many?", "**b.** Two", "0 choices"],
  ["has one", "> **Predict:** how many?\n>\n> - a) none", "**a.** None", "1 choices"],
  ["has a choice without letter", "> **Predict:** how many?\n>\n> - a) none\n> - two", "**a.** None", "two"],
  ["skips a letter", "> **Predict:** how many?\n>\n> - a) none\n> - c) two", "**a.** None", "c\\) two"],
  ["has an answer without letter", question, "*Two.* Because", "nothing in bold"],
  ["has an answer that is no choice", question, "**c.** Three", "begins with c\\."],
])("when a prediction %s, then it is found", (_, quoted, words, fault) => {
  expect(unsoundPredictions(text(quoted, answer(words)))).toEqual([
    expect.stringMatching(new RegExp(`^line 1: .*${fault}`)),
  ]);
});

const lesson = (...parts: string[]) => text("## Do it", ...parts, "## Check", fence("sh"));

test("when the open task is the last part, without commands, then it is sound", () => {
  expect(unsoundTurn(lesson("### First", fence("sh"), "### Your turn", "Find a key."), "en")).toEqual([]);
  const french = text("## À vous", "### À vous de jouer", "Trouvez une clé.", "## Vérifier");
  expect(unsoundTurn(french, "fr")).toEqual([]);
});

test("when the open task is not there, not last, or prints its solution, then it is found", () => {
  expect(unsoundTurn(lesson("### First"), "en")).toEqual([expect.stringContaining('is "First"')]);
  expect(unsoundTurn(lesson("### Your turn", "### Last"), "en")).toEqual([
    expect.stringContaining('is "Last"'),
  ]);
  expect(unsoundTurn(lesson(), "en")).toEqual([expect.stringContaining("undefined")]);
  for (const words of ["sh", "diff", "ts file=infra/x.ts"])
    expect(unsoundTurn(lesson("### Your turn", fence(words, diff)), "en")).toHaveLength(1);
  expect(unsoundTurn(lesson("### Your turn", fence("text")), "en")).toEqual([]);
});

test("when two languages are compared, then words, pictures and outputs may differ, commands and answers not", () => {
  const english = text("# One", fence("sh"), fence("text", "4 of 4 hold."), question, answer("**b.** Two"));
  const french = (command: string, letter: string) =>
    text(
      "# Un",
      fence("sh", command),
      fence("text", "4 sur 4."),
      "> **Prédisez\u00a0:** ?\n>\n> - a) zéro\n> - b) deux",
      answer(`**${letter}.** Deux`),
    );
  expect(shapeOf(french("x", "b"))).toEqual(shapeOf(english));
  expect(shapeOf(french("y", "b"))).not.toEqual(shapeOf(english));
  expect(shapeOf(french("x", "a"))).not.toEqual(shapeOf(english));
});

test("when French punctuation may be torn from its word, then the text is found", () => {
  const loose = ["Quoi ?", "Quoi?", "Ainsi : oui", "Ainsi: oui", "« oui »", "512 Mo", "5 s", "3 %", "Fin ;"];
  expect(looseFrench(loose)).toEqual(loose);
  const sound = [
    "Quoi\u00a0?",
    "Ainsi\u00a0: oui",
    "«\u00a0oui\u00a0»",
    "512\u00a0Mo",
    "à kafka:29092",
    "1 s'arrête",
    "http://localhost:5102/?timeout=1",
    "Quoi\u00a0?!",
  ];
  expect(looseFrench(sound)).toEqual([]);
});

test("when headings have accents, code and points, then their anchors are those of hosts of repositories", () => {
  const headings = text(
    "### Consumer group",
    "### Répliques synchronisées (ISR)",
    "### `acks`",
    "### `acks`",
  );
  expect(anchorsOf(headings)).toEqual(["consumer-group", "répliques-synchronisées-isr", "acks", "acks-1"]);
});
