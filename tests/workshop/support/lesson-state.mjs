// Prints what a lesson says about the stack as it is, in both languages: node lesson-state.mjs 4
import { checkRows } from "../../../scripts/lib/workshop/check-rows.mjs";
import { openLesson } from "../../../scripts/lib/workshop/session.mjs";

const { lab, module } = await openLesson(process.argv[2], {});
const rows = await checkRows(lab, module.checks);
const hints = await module.hints(lab, rows);
const excuses = module.checks.filter(({ startsTrue }) => startsTrue).map(({ id }) => id);
console.log(JSON.stringify({ rows, hints, excuses }));
process.exit();
