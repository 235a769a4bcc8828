import { LabError } from "../../common/lab-error.mjs";
import { bold, formatSeconds, formatTable, wrap } from "../../lib/terminal/terminal.ts";
import { inLanguage, useLanguage } from "../../workshop/authoring/language.ts";
import type { Language, WorkshopLab } from "../../workshop/authoring/lesson.ts";
import { addNote, beginNotes, notesFile, notesOf } from "../../workshop/running/drill-notes.ts";
import type { DrillState } from "../../workshop/running/drills.ts";
import {
  countHints,
  drillsByLevel,
  loadDrill,
  plant,
  readDrill,
  readResults,
  recordResult,
  writeDrill,
} from "../../workshop/running/drills.ts";
import { openLesson } from "../../workshop/running/lesson-session.ts";
import { Progress } from "../../workshop/running/progress.ts";

const lesson = "11";

/** Breaks the lab on purpose, or restores it. */
export async function drill(
  name: string | undefined,
  {
    list,
    note,
    restore,
    ...options
  }: { list?: boolean; note?: string; restore?: boolean; lang?: string; stack?: string },
) {
  if (list) return showList(useLanguage(options.lang));
  if (note !== undefined) return takeNote(note, useLanguage(options.lang));
  if (name !== undefined) await loadDrill(name);
  const changes = restore ? "drill --restore" : `drill${name === undefined ? "" : ` ${name}`}`;
  const { lab, lang, done } = await openLesson(lesson, { ...options, changes });
  if (restore) {
    await restoreLab(lab, lang);
    return done();
  }
  const state = readDrill();
  if (state && !state.mendedAt) {
    done();
    throw new LabError(`the drill ${state.name} is under way.`, "Fix it, or: ./lab drill --restore");
  }
  await begin(name ?? (await draw(state?.name)), lab, lang);
  done();
}

/**
 * Draws among the easiest drills that are not done yet, and never the last one again; one on the subject of a later
 * lesson only when that has been begun.
 */
async function draw(last: string | undefined) {
  const done = readResults();
  const progress = new Progress();
  const isKnown = (after: string | undefined) => after === undefined || progress.stateOf(after) !== undefined;
  const others = (await drillsByLevel()).filter(({ name, after }) => name !== last && isKnown(after));
  const open = others.filter(({ name }) => !(name in done));
  const from = open.filter(({ level }) => level === open[0]?.level);
  const drawn = from.length > 0 ? from : others;
  return drawn[Math.floor(Math.random() * drawn.length)]?.name ?? "";
}

async function begin(name: string, lab: WorkshopLab, lang: Language) {
  const module = await loadDrill(name);
  lab.say({ en: "Preparing a whole lab ...", fr: "Préparation d'un labo entier ..." });
  lab.restoreProgram();
  await lab.ensureUp();
  const planted = await plant(lab);
  const state = { name, stack: lab.stack, hints: 0, planted };
  writeDrill({ ...state, startedAt: new Date().toISOString() });
  lab.say({ en: "Breaking it ...", fr: "Mise en panne ..." });
  await module.breakIt(lab);
  const startedAt = new Date().toISOString();
  writeDrill({ ...state, startedAt });
  beginNotes(startedAt, inLanguage(module.symptom, lang));
  print(`\n${bold(inLanguage({ en: "What you hear", fr: "Ce qu'on vous dit" }, lang))}`);
  print(inLanguage(module.symptom, lang));
  print(
    inLanguage(
      {
        en: `\nWhat did you look at? ./lab drill --note "..."\nIs it fixed? ./lab check. A step further: ./lab hint. Give up: ./lab drill --restore`,
        fr: `\nQu'avez-vous regardé\u00a0? ./lab drill --note "..."\nC'est réparé\u00a0? ./lab check. Un pas de plus\u00a0: ./lab hint. Abandonner\u00a0: ./lab drill --restore`,
      },
      lang,
    ),
  );
}

/** Also after the repair, because some write down afterwards what they did. */
function takeNote(text: string, lang: Language) {
  const state = readDrill();
  if (!state)
    throw lang === "fr"
      ? new LabError("aucun exercice n'a commencé.", "Commencez-en un\u00a0: ./lab drill")
      : new LabError("no drill has begun.", "Begin one: ./lab drill");
  addNote(text, state.startedAt);
  const count = notesOf(state.startedAt).length;
  print(lang === "fr" ? `Noté (${count}), dans ${notesFile}` : `Noted (${count}), in ${notesFile}`);
}

async function restoreLab(lab: WorkshopLab, lang: Language) {
  const state = readDrill();
  if (!state) {
    lab.say({
      en: "No drill is under way. Bringing the lab up ...",
      fr: "Aucun exercice en cours. Démarrage du labo ...",
    });
    await lab.ensureUp();
    return;
  }
  const module = await loadDrill(state.name);
  lab.say({ en: "Bringing the lab back ...", fr: "Remise en état du labo ..." });
  await undo(lab, state);
  await lab.ensureUp();
  writeDrill({ ...state, mendedAt: state.mendedAt ?? new Date().toISOString() });
  print(`${bold(state.name)}\n${inLanguage(module.explanation, lang)}`);
}

/** A lesson that begins ends the drill under way: otherwise `./lab check` would keep checking the drill. */
export async function leaveDrill(lab: WorkshopLab) {
  const state = readDrill();
  if (!state || state.mendedAt) return;
  lab.say({
    en: `The drill ${state.name} ends here: undoing what it broke ...`,
    fr: `L'exercice ${state.name} s'arrête ici\u00a0: remise en état de ce qu'il a cassé ...`,
  });
  await undo(lab, state);
  writeDrill({ ...state, mendedAt: new Date().toISOString() });
}

/** Restores the program first: undoing a fault in a running lab may need a program that comes up. */
async function undo(lab: WorkshopLab, state: DrillState) {
  lab.restoreProgram();
  // The lab of another stack is gone by now, and so is its fault.
  if (state.stack === lab.stack) await (await loadDrill(state.name)).restore?.(lab);
}

/** Called by `./lab check` when every row of a drill holds: records the result and explains the fault. */
export async function finishDrill(lang: Language) {
  const state = readDrill();
  if (!state) return;
  const module = await loadDrill(state.name);
  const mendedAt = state.mendedAt ?? new Date().toISOString();
  writeDrill({ ...state, mendedAt });
  const seconds = Math.round((Date.parse(mendedAt) - Date.parse(state.startedAt)) / 1_000);
  const result = { seconds, hints: state.hints, startedAt: state.startedAt, mendedAt };
  recordResult(state.name, result);
  const time = formatSeconds(seconds * 1_000);
  print(
    inLanguage(
      {
        en: `\nFixed in ${time}, with ${countHints(state.hints, "en")}.`,
        fr: `\nRéparé en ${time}, avec ${countHints(state.hints, "fr")}.`,
      },
      lang,
    ),
  );
  print(inLanguage(module.explanation, lang));
  showNotes(state, lang);
}

function showNotes({ startedAt }: DrillState, lang: Language) {
  const looks = notesOf(startedAt);
  const [title, none] =
    lang === "fr"
      ? [
          "\nCe que vous avez regardé\u00a0:",
          '\nQu\'avez-vous regardé, dans quel ordre\u00a0? ./lab drill --note "..."',
        ]
      : ["\nWhat you looked at:", '\nWhat did you look at, in which order? ./lab drill --note "..."'];
  print(looks.length > 0 ? title : none);
  for (const look of looks) console.log(`  ${look}`);
}

async function showList(lang: Language) {
  const done = readResults();
  const rows = (await drillsByLevel()).map(({ name, level }) => {
    const result = done[name];
    const how = result && `${formatSeconds(result.seconds * 1_000)}, ${countHints(result.hints, lang)}`;
    return [name, String(level), how ?? ""];
  });
  const columns = lang === "fr" ? ["exercice", "niveau", "réparé en"] : ["drill", "level", "fixed in"];
  console.log(formatTable([columns, ...rows]));
}

function print(text: string) {
  for (const line of text.split("\n")) console.log(wrap(line, 80).join("\n"));
}
