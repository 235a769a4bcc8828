// Does a case of a row, then prints what the row says: node row-state.ts 01-a-message-travels sent without 0
import { checkRows } from "../../../workshop/running/check-rows.ts";
import { openLesson } from "../../../workshop/running/lesson-session.ts";
import { findDeed, loadRowCases } from "./row-cases.ts";

const [lesson = "", row = "", kind, index] = process.argv.slice(2);
const rows = (await loadRowCases(lesson)) ?? {};
const deed = findDeed(rows, { row, kind: kind === "without" ? kind : "otherwise", index: Number(index) });
const { lab, module } = await openLesson(lesson, {});
await deed.run(lab);
const [seen] = await checkRows(
  lab,
  module.checks.filter(({ id }) => id === row),
);
await deed.undo?.(lab);
console.log(`\n${JSON.stringify(seen)}`);
process.exit();
