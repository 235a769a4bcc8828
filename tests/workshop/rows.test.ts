import { describe, expect, inject, test } from "vitest";
import type { Row } from "../../workshop/authoring/lesson.ts";
import { listLessons } from "../../workshop/running/lessons.ts";
import { reasonAgainstHosts } from "../support/hosts-here.ts";
import { chooseSeed, draw, seededRandom } from "../support/seeded.ts";
import { runInLab } from "./support/learners-environment.ts";
import { type ListedCase, listCases, loadRowCases } from "./support/row-cases.ts";

const dir = inject("scratch");
const cases = await chooseCases();

/**
 * Each row of `./lab check` needs its act: whatever else is done from the lesson's start, it does not hold, and done in
 * another right way than the solution's, it holds. Each case begins at the lesson's start.
 */
describe.each(cases)("the row $row of $lesson", ({ lesson, row, kind, index, why }) => {
  const holds = kind === "otherwise";
  test(`when this was done, then it ${holds ? "holds" : "does not hold"}: ${why}`, async () => {
    await runInLab(dir, "./lab", "learn", lesson);
    const state = "tests/workshop/support/row-state.ts";
    const printed = await runInLab(dir, "node", state, lesson, row, kind, String(index));
    const seen: Row = JSON.parse(printed.trimEnd().split("\n").at(-1) ?? "");
    expect(seen.passed, JSON.stringify(seen)).toBe(holds);
  });
});

test("when rows are tested, then there is a case", ({ skip }) => {
  skip(process.env.ROWS === undefined && cases.length === 0, "they take two hours: npm run test:rows");
  expect(cases.length).toBeGreaterThan(0);
});

/**
 * LESSON=2,4 and ROW=sent choose; ROWS=n draws n of those, by SEED; ROWS=all takes all. Without any, CI draws four, and
 * none is run elsewhere.
 */
async function chooseCases(): Promise<ListedCase[]> {
  const { LESSON, ROW, ROWS = LESSON || ROW ? "all" : process.env.CI ? "4" : "0" } = process.env;
  const numbers = LESSON?.split(",").map(Number);
  const chosen: ListedCase[] = [];
  for (const { name, number, stack } of listLessons("en")) {
    if (numbers && !numbers.includes(number)) continue;
    const reason = stack === "swarm" ? reasonAgainstHosts() : undefined;
    if (reason) {
      console.log(`rows of ${name}: skipped, because ${reason}`);
      continue;
    }
    const rows = await loadRowCases(name);
    if (rows) chosen.push(...listCases(name, rows));
    else console.log(`${name} has no cases of its rows yet`);
  }
  const named = chosen.filter(({ row }) => !ROW || ROW.split(",").includes(row));
  if (ROWS === "all") return named;
  if (ROWS === "0") {
    console.log("No case of a row is run: they take two hours. To run them: npm run test:rows");
    return [];
  }
  const seed = chooseSeed();
  console.log(`${ROWS} of ${named.length} cases of rows, drawn with SEED=${seed}`);
  return draw(named, Number(ROWS), seededRandom(seed));
}
