// Measures one thing of this machine's Kafka and plots it: node workshop/14-performance/measure.ts batching
import { rememberedStack } from "../../lib/project/lab-config.ts";
import { reportError } from "../../lib/terminal/report-error.ts";
import { bold, dim } from "../../lib/terminal/terminal.ts";
import { inLanguage, useLanguage } from "../authoring/language.ts";
import type { Text } from "../authoring/lesson.ts";
import { createWorkshopLab } from "../lab/workshop-lab.ts";
import { experiments } from "./measure/experiments.ts";
import { plot } from "./measure/plot.ts";
import { producerCommand } from "./measure/producer-test.ts";
import { openMeasures, runExperiment, type Values } from "./measure/run-experiment.ts";

const [name, option] = process.argv.slice(2);
const lang = useLanguage(undefined);
const say = (text: Text) => console.log(inLanguage(text, lang));
const lab = createWorkshopLab({ lesson: "14-performance", lang, stack: rememberedStack() ?? "dev" });

await main().catch((error) => {
  process.exitCode = reportError(error);
});
process.exit();

async function main() {
  if (name === undefined) return showAll();
  if (option === "--commands") return showCommands(name);
  const values = await runExperiment(lab, name, (label) =>
    console.log(dim(`... ${inLanguage(label, lang)}`)),
  );
  console.log();
  show(name, values);
}

/** What has been measured so far. */
function showAll() {
  const measures = openMeasures(lab);
  for (const each of Object.keys(experiments)) {
    const values: Values | undefined = measures.get(each);
    if (values) show(each, values);
    else console.log(`${each}: node_modules/.bin/node workshop/14-performance/measure.ts ${each}\n`);
  }
}

function show(experiment: string, values: Values) {
  const { title, unit, runs = [] } = experiments[experiment] ?? { title: experiment, unit: "" };
  console.log(bold(inLanguage(title, lang)));
  say(unit);
  console.log();
  console.log(
    plot(
      runs.map(({ label }, index) => ({ label, value: values[index] ?? 0 })),
      lang,
    ),
  );
  console.log();
}

/** What a learner would type for each line; a group's members are no command-line tool. */
function showCommands(experiment: string) {
  const { kind, runs } = experiments[experiment] ?? { runs: [] };
  for (const run of runs)
    if (kind && "props" in run)
      console.log(`docker exec kafka \\\n  ${producerCommand(kind, run).join(" ")}\n`);
}
