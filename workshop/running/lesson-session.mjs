import { LabError } from "../../common/lab-error.mjs";
import { requireDocker } from "../../lib/docker/docker.mjs";
import { begin, refuseIfBusy } from "../../lib/project/under-way.mjs";
import { chooseStack } from "../../lib/stack/choose-stack.mjs";
import { requireRoom } from "../../lib/stack/preflight.mjs";
import { sayWhenInterrupted } from "../../lib/terminal/interrupts.mjs";
import { createWorkshopLab } from "../lab/workshop-lab.mjs";
import { inLanguage, useLanguage } from "./language.mjs";
import { findLesson, loadLesson } from "./lessons.mjs";
import { takeDownOthers } from "./other-stacks.mjs";
import { Progress } from "./progress.mjs";

/** @typedef {{ lang?: string, stack?: string }} WorkshopOptions */

/**
 * What every command on one lesson begins with: the lesson that was named, else the one the learner is in.
 *
 * @param {string | undefined} wanted
 * @param {WorkshopOptions & { changes?: string }} options `changes`: the command that changes the lab, such as `learn`;
 *   a stack of another lesson goes first then, and what has begun is noted until `done` is called
 */
export async function openLesson(wanted, { lang: askedLang, stack: asked, changes }) {
  const lang = useLanguage(askedLang);
  const progress = new Progress();
  const lesson = findLesson(wanted ?? progress.current ?? throwNoLesson(lang), lang);
  await requireDocker();
  const stack = await chooseStack({ asked: asked ?? lesson.stack });
  const done = changes ? note(changes, { number: lesson.number, stack, lang }) : () => {};
  if (changes) await takeDownOthers(stack, (text) => console.log(inLanguage(text, lang)));
  await requireRoom(stack);
  const lab = createWorkshopLab({ lesson: lesson.name.slice(0, 2), lang, stack });
  return { lesson, lang, progress, lab, done, module: await loadLesson(lesson) };
}

/**
 * @param {string} changes
 * @param {{ number: number, stack: string, lang: import("../authoring/lesson.ts").Language }} what
 */
function note(changes, { number, stack, lang }) {
  refuseIfBusy();
  const command = ["./lab", changes, ...(changes.startsWith("drill") ? [] : [number])].join(" ");
  const again = changes.startsWith("drill") ? "./lab drill --restore" : command;
  sayWhenInterrupted(lang, {
    en: `${command} did not come to its end. Go on by: ${again}`,
    fr: `${command} n'est pas allé au bout. Pour continuer : ${again}`,
  });
  return begin("workshop", { command, stack });
}

/** @param {import("../authoring/lesson.ts").Language} lang @returns {never} */
function throwNoLesson(lang) {
  throw lang === "fr"
    ? new LabError("vous n'êtes dans aucune leçon.", "Commencez par la première : ./lab learn 1")
    : new LabError("you are in no lesson yet.", "Begin with the first: ./lab learn 1");
}
