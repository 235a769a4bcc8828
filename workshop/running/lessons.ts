import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import type { Language, LessonModule } from "../authoring/lesson.ts";
import { nameWithoutNumber } from "../lab/lesson-name.ts";

interface Lesson {
  /** The name of its folder. */
  name: string;
  number: number;
  title: string;
  minutes: number;
  goal: string;
  /** The stack it is about; most are about the learner's own. */
  stack: string | undefined;
  /** The path of its text, from the project's folder. */
  text: string;
}

/** All lessons, in order; only their front matter has their title, minutes and goal. */
export function listLessons(lang: Language, projectDir = labDir): Lesson[] {
  return readdirSync(join(projectDir, "workshop"))
    .filter((name) => /^\d\d-/.test(name) && existsSync(join(projectDir, "workshop", name, "lesson.ts")))
    .sort()
    .map((name) => {
      const text = `workshop/${name}/lesson.${lang}.md`;
      const { title, minutes, goal, stack } = frontMatter(readFileSync(join(projectDir, text), "utf8"));
      return { name, number: Number(name.slice(0, 2)), title, minutes, goal, stack, text };
    });
}

/** Finds a lesson by its number or its name. */
export function findLesson(wanted: string, lang: Language) {
  const lessons = listLessons(lang);
  const found =
    lessons.find(({ name, number }) => name === wanted || String(number) === wanted.replace(/^0+/, "")) ??
    lessons.find(({ name }) => nameWithoutNumber(name) === nameWithoutNumber(wanted));
  if (found) return found;
  throw lang === "fr"
    ? new LabError(
        `il n'y a pas de leçon «\u00a0${wanted}\u00a0».`,
        "Voyez lesquelles il y a\u00a0: ./lab learn",
      )
    : new LabError(`there is no lesson "${wanted}".`, "List the lessons: ./lab learn");
}

export function loadLesson({ name }: Pick<Lesson, "name">): Promise<LessonModule> {
  return import(join(labDir, "workshop", name, "lesson.ts"));
}

function frontMatter(markdown: string): { title: string; minutes: number; goal: string; stack?: string } {
  return parse(markdown.split(/^---$/m)[1] ?? "");
}
