import { requireDocker } from "../docker.mjs";
import { LabError } from "../lab-error.mjs";
import { requireRoom } from "../room.mjs";
import { chooseStack } from "../stack.mjs";
import { chooseLanguage, inLanguage } from "./language.mjs";
import { findLesson, loadLesson } from "./lessons.mjs";
import { takeDownOthers } from "./other-stacks.mjs";
import { Progress } from "./progress.mjs";
import { createWorkshopLab } from "./workshop-lab.mjs";

/** @typedef {{ lang?: string, stack?: string }} WorkshopOptions */

/**
 * What every command on one lesson begins with: the lesson that was named, else the one the learner is in.
 *
 * @param {string | undefined} wanted
 * @param {WorkshopOptions & { makesRoom?: boolean }} options `makesRoom`: a stack of another lesson goes first
 */
export async function openLesson(wanted, { lang: askedLang, stack: asked, makesRoom = false }) {
  const lang = chooseLanguage(askedLang);
  const progress = new Progress();
  const lesson = findLesson(wanted ?? progress.current ?? throwNoLesson(lang), lang);
  await requireDocker();
  const stack = await chooseStack({ asked: asked ?? lesson.stack });
  if (makesRoom) await takeDownOthers(stack, (text) => console.log(inLanguage(text, lang)));
  await requireRoom(stack);
  const lab = createWorkshopLab({ lesson: lesson.name.slice(0, 2), lang, stack });
  return { lesson, lang, progress, lab, module: await loadLesson(lesson) };
}

/** @param {import("./types.ts").Language} lang @returns {never} */
function throwNoLesson(lang) {
  throw lang === "fr"
    ? new LabError("vous n'êtes dans aucune leçon.", "Commencez par la première : ./lab learn 1")
    : new LabError("you are in no lesson yet.", "Begin with the first: ./lab learn 1");
}
