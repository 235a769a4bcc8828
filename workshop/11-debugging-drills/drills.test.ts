import { expect, test } from "vitest";
import type { Text } from "../authoring/lesson.ts";
import { listDrills, loadDrill } from "../running/drills.ts";

/** Words that begin a command which a learner would copy. */
const command = /(docker (exec|inspect|logs|network|ps|restart|rm|unpause)|curl|\.\/lab (up|trace)) /;

test.each(listDrills())(
  "when the hints of %s name a command, then it has a line of its own",
  async (name) => {
    const { hints } = await loadDrill(name);
    const sentences = hints.flatMap((hint) => textsOf(hint)).flatMap((text) => text.split("\n"));
    expect(sentences.filter((line) => !line.startsWith("  ") && command.test(`${line} `))).toEqual([]);
  },
);

test.each(listDrills())(
  "when %s speaks French, then its punctuation has spaces that do not break",
  async (name) => {
    const { symptom, explanation, hints, checks, cures } = await loadDrill(name);
    const rows = checks.map(({ row }) => row);
    const texts = [symptom, explanation, ...hints, ...rows, ...cures.map(({ text }) => text)];
    const french = texts.flatMap((text) => (typeof text === "string" ? [] : text.fr.split("\n")));
    const prose = french.filter((line) => !line.startsWith("  "));
    expect(prose.filter((line) => / [:;?!»](\s|$)|« |\d (s|ms|min|h|Mo|Go)\b/.test(line))).toEqual([]);
  },
);

test("when a drill is drawn, then there are as many of each level", async () => {
  const levels = await Promise.all(listDrills().map(async (name) => (await loadDrill(name)).level));
  const counts = [1, 2, 3].map((level) => levels.filter((each) => each === level).length);
  expect(counts).toEqual([4, 4, 4]);
});

function textsOf(text: Text): string[] {
  return typeof text === "string" ? [text] : [text.en, text.fr];
}
