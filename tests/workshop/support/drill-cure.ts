// Applies a documented cure of a drill: node drill-cure.ts NAME INDEX
import { loadDrill } from "../../../workshop/running/drills.ts";
import { openLesson } from "../../../workshop/running/lesson-session.ts";

const [name = "", index] = process.argv.slice(2);
const { lab } = await openLesson("11", {});
await (await loadDrill(name)).cures[Number(index)]?.run(lab);
process.exit();
