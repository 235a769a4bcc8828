// Does what a drill documents as its cure: node drill-cure.mjs NAME INDEX
import { loadDrill } from "../../../scripts/lib/workshop/drills.mjs";
import { openLesson } from "../../../scripts/lib/workshop/session.mjs";

const [name = "", index] = process.argv.slice(2);
const { lab } = await openLesson("11", {});
await (await loadDrill(name)).cures[Number(index)]?.run(lab);
process.exit();
