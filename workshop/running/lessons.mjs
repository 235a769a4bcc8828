import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../lib/project/project.mjs";

/** @import { Language, LessonModule } from "../authoring/lesson.ts" */

/**
 * @typedef {object} Lesson
 * @property {string} name of its folder
 * @property {number} number
 * @property {string} title
 * @property {number} minutes
 * @property {string} goal
 * @property {string | undefined} stack the one it is about; most are about the learner's own
 * @property {string} text where to read it, from the project's folder
 */

/**
 * Every lesson that is there, in order; what stands in the front matter is the only place where it is told.
 *
 * @param {Language} lang
 * @returns {Lesson[]}
 */
export function listLessons(lang, projectDir = labDir) {
  return readdirSync(join(projectDir, "workshop"))
    .filter((name) => /^\d\d-/.test(name) && existsSync(join(projectDir, "workshop", name, "lesson.mjs")))
    .sort()
    .map((name) => {
      const text = `workshop/${name}/lesson.${lang}.md`;
      const { title, minutes, goal, stack } = frontMatter(readFileSync(join(projectDir, text), "utf8"));
      return { name, number: Number(name.slice(0, 2)), title, minutes, goal, stack, text };
    });
}

/**
 * By its number or its name.
 *
 * @param {string} wanted
 * @param {Language} lang
 */
export function findLesson(wanted, lang) {
  const lessons = listLessons(lang);
  const found = lessons.find(
    ({ name, number }) => name === wanted || String(number) === wanted.replace(/^0+/, ""),
  );
  if (found) return found;
  throw lang === "fr"
    ? new LabError(`il n'y a pas de leçon « ${wanted} ».`, "Voyez lesquelles il y a : ./lab learn")
    : new LabError(`there is no lesson "${wanted}".`, "See which there are: ./lab learn");
}

/**
 * @param {Pick<Lesson, "name">} lesson
 * @returns {Promise<LessonModule>}
 */
export function loadLesson({ name }) {
  return import(join(labDir, "workshop", name, "lesson.mjs"));
}

/** @param {string} markdown @returns {{ title: string, minutes: number, goal: string, stack?: string }} */
function frontMatter(markdown) {
  return parse(markdown.split(/^---$/m)[1] ?? "");
}
