/** @import { LessonModule, Text, WorkshopLab } from "./lesson.ts" */

/** @typedef {readonly Text[] | ((lab: WorkshopLab) => Promise<readonly Text[]>)} Ladder vague first, exact last */

/**
 * What a lesson exports as `hints`: the ladder of the first row that fails, and where all hold, the way on.
 *
 * @param {Record<string, Ladder>} ladders by the ids of the rows
 * @param {Ladder} onward
 * @returns {LessonModule["hints"]}
 */
export function hintsFrom(ladders, onward) {
  return async (lab, rows) => {
    const failing = rows.find(({ passed }) => !passed);
    const ladder = failing ? ladders[failing.id] : onward;
    if (!ladder) throw new Error(`the row ${failing?.id} has no hints`);
    return typeof ladder === "function" ? ladder(lab) : ladder;
  };
}

/**
 * What is left to say when every row holds.
 *
 * @param {number} lesson
 * @returns {Text[]}
 */
export function goOn(lesson) {
  const next = `./lab learn ${lesson + 1}`;
  return [{ en: `All rows hold. Go on: ${next}`, fr: `Tout est rempli. La suite\u00a0: ${next}` }];
}

/**
 * Which step of the ladder comes now: one further each time, from the first again when another row has come to fail.
 *
 * @typedef {{ row: string | null, step: number }} Given
 * @param {Given | undefined} before
 * @param {string | null} row
 * @param {number} length of the ladder
 * @returns {Given}
 */
export function nextHint(before, row, length) {
  return { row, step: before?.row === row ? Math.min(before.step + 1, length) : 1 };
}

/**
 * A ladder for a stack that is not ready: the cure depends on what is wrong with which container.
 *
 * @param {WorkshopLab} lab
 * @param {string[]} [parts]
 * @returns {Promise<Text[]>}
 */
export async function whyNotReady(lab, parts = ["zookeeper", "kafka", "service-a", "service-b"]) {
  const look = {
    en: "Does every container run? Look:\n  docker ps -a",
    fr: "Tous les conteneurs tournent-ils ? Voyez :\n  docker ps -a",
  };
  for (const part of parts) {
    const state = (await lab.inspect(part))?.State;
    if (!state) return [look, cure(part, "./lab up --refresh")];
    if (state.Paused) return [look, cure(part, `docker unpause ${lab.nameOf(part)}`)];
    if (!state.Running) return [look, cure(part, `docker start ${lab.nameOf(part)}`)];
  }
  return [
    {
      en: "All of them run; they may need a moment. Ask again:\n  ./lab check",
      fr: "Tous tournent ; patientez un peu, puis :\n  ./lab check",
    },
    {
      en: "If it stays so, this tells why:\n  ./lab doctor",
      fr: "Si rien ne change, la cause est dite par :\n  ./lab doctor",
    },
  ];
}

/** @param {string} part @param {string} command @returns {Text} */
function cure(part, command) {
  return {
    en: `It is ${part} that does not run:\n  ${command}`,
    fr: `C'est ${part} qui ne tourne pas :\n  ${command}`,
  };
}
