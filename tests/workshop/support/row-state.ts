// Does a case of a row, then prints what the row says: node row-state.ts 01-a-message-travels sent without 0
import { waitFor } from "../../../common/wait-for.ts";
import { checkRows } from "../../../workshop/running/check-rows.ts";
import { openLesson } from "../../../workshop/running/lesson-session.ts";
import { findDeed, loadRowCases } from "./row-cases.ts";

const [lesson = "", row = "", kind, index] = process.argv.slice(2);
const rows = (await loadRowCases(lesson)) ?? {};
const deed = findDeed(rows, { row, kind: kind === "without" ? kind : "otherwise", index: Number(index) });
const { lab, module } = await openLesson(lesson, {});
await deed.run(lab);
const checks = module.checks.filter(({ id }) => id === row);
let [seen] = await checkRows(lab, checks);
// A broker hears of a change from the controller, a moment after the command that made it has ended.
if (kind === "otherwise")
  await waitFor(
    async () => {
      if (!seen?.passed) [seen] = await checkRows(lab, checks);
      return seen?.passed || undefined;
    },
    { budgetMs: 15_000, everyMs: 500 },
  );
await deed.undo?.(lab);
console.log(`\n${JSON.stringify(seen)}`);
process.exit();
