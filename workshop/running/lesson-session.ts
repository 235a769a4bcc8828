import { sayWhenInterrupted } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { requireDocker } from "../../lib/docker/probe-docker.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { begin, refuseIfBusy } from "../../lib/project/under-way.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { passPreflight } from "../../lib/stack/preflight.ts";
import { inLanguage, useLanguage } from "../authoring/language.ts";
import type { Language } from "../authoring/lesson.ts";
import { createWorkshopLab } from "../lab/workshop-lab.ts";
import { findLesson, loadLesson } from "./lessons.ts";
import { takeDownOthers } from "./other-stacks.ts";
import { Progress } from "./progress.ts";
import { requireOwnHosts } from "./require-swarm.ts";

export type WorkshopOptions = { lang?: string; stack?: string };

/**
 * The first step of every command on a lesson: opens the lesson that was named, else the one the learner is in. For a
 * command that `changes` the lab, such as `learn`, another lesson's stack is removed first, and the command is noted
 * until `done` is called.
 */
export async function openLesson(
  wanted: string | undefined,
  { lang: askedLang, stack: asked, changes }: WorkshopOptions & { changes?: string },
) {
  const lang = useLanguage(askedLang);
  const progress = new Progress();
  const lesson = findLesson(wanted ?? progress.current ?? throwNoLesson(lang), lang);
  await requireDocker();
  const stack = await chooseStack({ asked: asked ?? lesson.stack });
  const config = readLabConfig(stack);
  const isSwarm = config.nodes.length > 0;
  if (changes && isSwarm) requireOwnHosts(config, lang);
  const done = changes ? note(changes, { number: lesson.number, stack, lang }) : () => {};
  if (changes) await takeDownOthers(stack, (text) => console.log(inLanguage(text, lang)));
  // On the nodes of a swarm the names and ports are their own.
  if (!isSwarm) await passPreflight(stack);
  const lab = createWorkshopLab({ lesson: lesson.name, lang, stack });
  return { lesson, lang, progress, lab, done, module: await loadLesson(lesson) };
}

function note(changes: string, { number, stack, lang }: { number: number; stack: string; lang: Language }) {
  refuseIfBusy();
  const command = ["./lab", changes, ...(changes.startsWith("drill") ? [] : [number])].join(" ");
  const again = changes.startsWith("drill") ? "./lab drill --restore" : command;
  sayWhenInterrupted(lang, {
    en: `${command} did not come to its end. Go on by: ${again}`,
    fr: `${command} n'est pas allé au bout. Pour continuer\u00a0: ${again}`,
  });
  return begin("workshop", { command, stack });
}

function throwNoLesson(lang: Language): never {
  throw lang === "fr"
    ? new LabError("vous n'êtes dans aucune leçon.", "Commencez par la première\u00a0: ./lab learn 1")
    : new LabError("you are in no lesson yet.", "Begin with the first: ./lab learn 1");
}
