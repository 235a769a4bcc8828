// Prints what a lesson says about the current stack, in both languages: node lesson-state.ts 4
import { checkRows } from "../../../workshop/running/check-rows.ts";
import { openLesson } from "../../../workshop/running/lesson-session.ts";

const { lab, module } = await openLesson(process.argv[2], {});
const rows = await checkRows(lab, module.checks);
const hints = await module.hints(lab, rows);
const mayHold = module.checks.filter(({ startsTrue }) => startsTrue).map(({ id }) => id);
console.log(JSON.stringify({ rows, hints, mayHold }));
process.exit();
