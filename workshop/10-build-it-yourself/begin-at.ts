// Writes the files of the stages before the one that is given: begin-at.ts 4
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { reportError } from "../../lib/terminal/report-error.ts";
import { inLanguage, useLanguage } from "../authoring/language.ts";
import { openFiles } from "../lab/lab-files.ts";
import { keptEdit } from "../lab/saved-edits.ts";
import { Progress } from "../running/progress.ts";
import { fitted, programBefore, yourTurn } from "./stages.ts";

const lang = useLanguage(undefined);
const say = (en: string, fr: string) => inLanguage({ en, fr }, lang);

try {
  const stage = Number(process.argv[2]);
  if (!(Number.isInteger(stage) && stage >= 1 && stage <= yourTurn)) throw wrongStage();
  if (new Progress().current !== "10-build-it-yourself") throw otherLesson();
  const config = readLabConfig(await chooseStack({}));
  const files = openFiles(labDir, (path, folder) => console.log(inLanguage(keptEdit(path, folder), lang)));
  for (const path of files.list("infra")) files.remove(path);
  const program = programBefore(stage);
  for (const [path, text] of program) files.write(path, fitted(text, config));
  const names = [...program.keys()].toSorted().join(", ") || "-";
  console.log(say(`Written: ${names}`, `Fichiers écrits\u00a0: ${names}`));
  console.log(say("Bring it up: ./lab up --yes", "Pour démarrer\u00a0: ./lab up --yes"));
} catch (error) {
  process.exitCode = reportError(error);
}

function wrongStage() {
  return new LabError(
    say(`a stage is a number from 1 to ${yourTurn}.`, `une étape est un nombre de 1 à ${yourTurn}.`),
    say(`${yourTurn} is "Your turn".`, `${yourTurn} est «\u00a0À vous de jouer\u00a0».`),
  );
}

/** In any other lesson it would take the lab's own program away. */
function otherLesson() {
  return new LabError(
    say("this is for lesson 10.", "ceci est pour la leçon 10."),
    say("Begin it: ./lab learn 10", "Commencez-la\u00a0: ./lab learn 10"),
  );
}
