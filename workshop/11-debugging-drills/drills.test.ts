import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { labDir } from "../../common/project.mjs";
import type { Text, WorkshopLab } from "../authoring/lesson.ts";
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

test("when a drill is drawn, then there are about as many of each level", async () => {
  const levels = await Promise.all(listDrills().map(async (name) => (await loadDrill(name)).level));
  const counts = [1, 2, 3].map((level) => levels.filter((each) => each === level).length);
  expect(counts).toEqual([5, 6, 5]);
});

test.each([
  ["consumer-on-latest", ["infra/index.ts"]],
  ["controller-of-another-cluster", ["infra/controllers.ts"]],
  ["controller-without-the-flag", ["infra/controllers.ts"]],
  ["ended-too-early", ["infra/controllers.ts"]],
  ["external-address-inside", ["infra/index.ts"]],
  ["health-check-that-lies", ["infra/service.ts", "infra/index.ts"]],
  ["listeners-alike", ["infra/listeners.ts"]],
  ["offsets-topic-replication", ["infra/brokers.ts"]],
  ["wrong-advertised-listener", ["infra/listeners.ts"]],
])("when %s breaks the lab, then its edits fit the program", async (name, edited) => {
  const { breakIt } = await loadDrill(name);
  const written: string[] = [];
  const files = {
    read: (path: string) => readFileSync(join(labDir, path), "utf8"),
    write: (path: string) => written.push(path),
  };
  await breakIt(labWithout(files));
  expect(written).toEqual(edited);
});

/** A lab that has only files: whatever else is asked of it, it does. */
function labWithout(files: object): WorkshopLab {
  const agreeable: unknown = new Proxy(() => {}, {
    get: (_, name) => (name === "then" ? undefined : name === "catch" ? () => undefined : agreeable),
    apply: () => agreeable,
  });
  const known = { files, dir: labDir, stack: "local" };
  return new Proxy(known as unknown as WorkshopLab, {
    get: (_, name) => (name in known ? known[name as keyof typeof known] : agreeable),
  });
}

function textsOf(text: Text): string[] {
  return typeof text === "string" ? [text] : [text.en, text.fr];
}
