// Does what a drill documents as its cure: node drill-cure.mjs NAME INDEX
import { loadDrill } from "../../../workshop/running/drills.mjs";
import { openLesson } from "../../../workshop/running/lesson-session.mjs";

const [name = "", index] = process.argv.slice(2);
const { lab } = await openLesson("11", {});
await (await loadDrill(name)).cures[Number(index)]?.run(lab);
process.exit();
