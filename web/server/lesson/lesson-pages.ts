import { openRecord } from "../../../workshop/running/lesson-record.ts";
import { listLessons } from "../../../workshop/running/lessons.ts";
import { lessonQuestions } from "../../../workshop/running/predictions.ts";
import type { Language } from "../../contract/language.ts";
import type { LessonPage, Prediction, TextPage } from "../../contract/lesson.ts";
import type { Lesson } from "./live-lab.ts";
import { pages } from "./markdown/link-target.ts";
import { Refusal } from "./refusal.ts";
import type { Rendered } from "./render.ts";
import type { TextStore } from "./text-store.ts";
import { openTicks } from "./ticks.ts";

/** The texts of the workshop with what the learner has done in them. */
export function openPages(projectDir: string, texts: TextStore) {
  const record = openRecord(projectDir);
  const ticks = openTicks(projectDir);

  function lesson(number: number, lang: Language): Lesson {
    const found = listLessons(lang, projectDir).find((each) => each.number === number);
    if (found) return found;
    throw new Refusal(404, {
      en: `there is no lesson ${number}.`,
      fr: `il n'y a pas de leçon ${number}.`,
    });
  }
  async function lessonPage(number: number, lang: Language): Promise<LessonPage> {
    const { name, title, minutes, text } = lesson(number, lang);
    const { html, blocks, predictions } = await texts.render(text, lang);
    const answers = record.of(name).predictions ?? {};
    return {
      number,
      name,
      lang,
      title,
      minutes,
      html,
      blocks,
      predictions: predictions.map((each) => ({ ...each, answered: answers[each.id]?.letter })),
      ticked: ticks.ticked(name, blocks),
    };
  }
  async function text(name: string, lang: Language): Promise<Rendered> {
    const file = Object.hasOwn(pages, name) ? pages[name]?.[lang] : undefined;
    if (file !== undefined) return texts.render(file, lang);
    throw new Refusal(404, {
      en: `there is no page "${name}".`,
      fr: `il n'y a pas de page «\u00a0${name}\u00a0».`,
    });
  }
  return {
    lesson,
    lessonPage,
    text,
    async textPage(name: string, lang: Language): Promise<TextPage> {
      const { title, html, blocks } = await text(name, lang);
      return { name, lang, title, html, blocks };
    },
    /** Notes an answer, as `./lab predict` does: the first one counts, and is returned. */
    async predict(number: number, lang: Language, { id, letter }: { id: string; letter: string }) {
      const wanted = lesson(number, lang);
      const question = lessonQuestions(wanted, projectDir).find((each) => String(each.number) === id);
      const choice = question?.choices.find((each) => each.letter === letter);
      if (!question || !choice)
        throw new Refusal(404, {
          en: `this lesson has no prediction ${id} with a choice ${letter}.`,
          fr: `cette leçon n'a pas de prédiction ${id} avec un choix ${letter}.`,
        });
      record.predict(wanted.name, question.number, letter, letter === question.right);
      const { predictions } = await lessonPage(number, lang);
      return predictions.find((each) => each.id === id) as Prediction;
    },
  };
}
