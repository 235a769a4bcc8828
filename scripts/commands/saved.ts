import { join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { refuseIfBusy } from "../../lib/project/under-way.ts";
import { formatTable } from "../../lib/terminal/terminal.ts";
import { inLanguage, useLanguage } from "../../workshop/authoring/language.ts";
import type { Language, Text } from "../../workshop/authoring/lesson.ts";
import { openFiles } from "../../workshop/lab/lab-files.ts";
import { keptEdit, listSaved, savedPath } from "../../workshop/lab/saved-edits.ts";

/**
 * Lists the edits that lessons have replaced, or puts those of one folder in .lab/saved (`last` is the newest) back
 * where they were.
 */
export async function saved(name: string | undefined, { lang: asked }: { lang?: string }) {
  const lang = useLanguage(asked);
  const say = (text: Text) => console.log(inLanguage(text, lang));
  const all = listSaved(labDir);
  if (name === undefined) return say(overview(all));
  const found = name === "last" ? all.at(-1) : all.find((each) => each.name === name);
  if (!found) throw unknown(name, lang);
  refuseIfBusy();
  const files = openFiles(labDir, (path, folder) => say(keptEdit(path, folder)));
  for (const path of files.putBack(join(savedPath, found.name))) {
    say({ en: `${path} is yours again.`, fr: `${path} est de nouveau le vôtre.` });
  }
  say({ en: "To apply it: ./lab up", fr: "Pour l'appliquer\u00a0: ./lab up" });
}

function overview(all: ReturnType<typeof listSaved>): Text {
  if (all.length === 0) {
    return {
      en: "No lesson has replaced an edit of yours.",
      fr: "Aucune leçon n'a remplacé de modification à vous.",
    };
  }
  const table = formatTable(all.map(({ name, files }) => [name, files.join(", ")]));
  return {
    en: `${table}\n\nTo get one back: ./lab saved NAME, or ./lab saved last`,
    fr: `${table}\n\nPour en reprendre une\u00a0: ./lab saved NOM, ou ./lab saved last`,
  };
}

function unknown(name: string, lang: Language) {
  return lang === "fr"
    ? new LabError(
        `il n'y a pas de «\u00a0${name}\u00a0» dans ${savedPath}.`,
        "Voyez ce qu'il y a\u00a0: ./lab saved",
      )
    : new LabError(`there is no "${name}" in ${savedPath}.`, "See what there is: ./lab saved");
}
