// Does the open task of a lesson in a right way, as the cases of its row do: node your-turn.ts 4
import { openLesson } from "../../../workshop/running/lesson-session.ts";
import { loadRowCases, openTask } from "./row-cases.ts";

const { lab, lesson, module } = await openLesson(process.argv[2], {});
const task = openTask(module.checks);
const rows = await loadRowCases(lesson.name);
await rows?.[task ?? ""]?.otherwise[0]?.run(lab);
process.exit();
