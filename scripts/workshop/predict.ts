import { LabError } from "../../common/lab-error.mjs";
import { bold, dim, green, red, wrap } from "../../lib/terminal/terminal.ts";
import { useLanguage } from "../../workshop/authoring/language.ts";
import type { Language } from "../../workshop/authoring/lesson.ts";
import { openRecord } from "../../workshop/running/lesson-record.ts";
import { findLesson } from "../../workshop/running/lessons.ts";
import { lessonQuestions, type Question } from "../../workshop/running/predictions.ts";
import { Progress } from "../../workshop/running/progress.ts";

const texts = {
  en: {
    right: "Right.",
    wrong: (letter: string) => `Not so: ${letter}.`,
    first: (letter: string) => `What counts is your first answer, ${letter}.`,
    none: "This lesson has no predictions with choices.",
    howTo: "Answer before you look: ./lab predict NUMBER LETTER",
  },
  fr: {
    right: "Exact.",
    wrong: (letter: string) => `Non\u00a0: ${letter}.`,
    first: (letter: string) => `C'est votre première réponse qui compte\u00a0: ${letter}.`,
    none: "Cette leçon n'a pas de prédiction à choix.",
    howTo: "Répondez avant de regarder\u00a0: ./lab predict NUMÉRO LETTRE",
  },
};

/**
 * Records what the learner predicts, and says what is so. Without a number, lists the predictions of the lesson, without
 * their answers. The number counts them in the lesson's text.
 */
export function predict(
  number: string | undefined,
  letter: string | undefined,
  { lesson: wanted, lang: askedLang }: { lesson?: string; lang?: string },
) {
  const lang = useLanguage(askedLang);
  const lesson = findLesson(wanted ?? new Progress().current ?? throwNoLesson(lang), lang);
  const questions = lessonQuestions(lesson);
  if (number === undefined) {
    console.log(`${bold(`${lesson.number}. ${lesson.title}`)}\n`);
    return list(questions, openRecord().of(lesson.name).predictions ?? {}, lang);
  }
  const question = findQuestion(questions, number, lang);
  const given = letter?.toLowerCase().replace(/[).]$/, "");
  if (!question.choices.some((choice) => choice.letter === given)) throw noLetter(question, letter, lang);
  const isRight = given === question.right;
  const counted = openRecord().predict(lesson.name, question.number, given ?? "", isRight);
  const say = texts[lang];
  console.log(isRight ? green(`✔ ${say.right}`) : red(`✘ ${say.wrong(question.right)}`));
  print(`\n${question.answer}`);
  if (counted.letter !== given) print(`\n${dim(say.first(counted.letter))}`);
}

function list(questions: readonly Question[], answers: Record<string, { right: boolean }>, lang: Language) {
  if (questions.length === 0) return print(texts[lang].none);
  for (const { number, question, choices } of questions) {
    const answer = answers[number];
    const mark = answer === undefined ? " " : answer.right ? green("✔") : red("✘");
    const [first = "", ...others] = wrap(question, 74);
    console.log(
      [`${mark}${String(number).padStart(2)}. ${first}`, ...others.map((line) => `     ${line}`)].join("\n"),
    );
    for (const { letter, text } of choices)
      console.log(
        wrap(`${letter}) ${text}`, 72)
          .map((line, at) => `${at === 0 ? "     " : "        "}${line}`)
          .join("\n"),
      );
    console.log("");
  }
  print(texts[lang].howTo);
}

function findQuestion(questions: readonly Question[], number: string, lang: Language) {
  const found = /^\d+$/.test(number) && questions.find((question) => question.number === Number(number));
  if (found) return found;
  const all = questions.length;
  throw lang === "fr"
    ? new LabError(
        all === 0
          ? "cette leçon n'a pas de prédiction à choix."
          : `les prédictions vont de 1 à ${all}, pas «\u00a0${number}\u00a0».`,
        "Voyez-les\u00a0: ./lab predict. D'une autre leçon\u00a0: --lesson N",
      )
    : new LabError(
        all === 0
          ? "this lesson has no predictions with choices."
          : `the predictions are 1 to ${all}, not "${number}".`,
        "See them: ./lab predict. Of another lesson: --lesson N",
      );
}

function noLetter({ number, choices }: Question, letter: string | undefined, lang: Language) {
  const letters = choices.map((choice) => choice.letter).join(", ");
  const example = `./lab predict ${number} ${choices[0]?.letter}`;
  if (lang === "fr") {
    const seen =
      letter === undefined ? "il manque la lettre" : `il n'y a pas de choix «\u00a0${letter}\u00a0»`;
    return new LabError(`${seen}\u00a0; il y a ${letters}.`, `Par exemple\u00a0: ${example}`);
  }
  const seen = letter === undefined ? "the letter is missing" : `there is no choice "${letter}"`;
  return new LabError(`${seen}; there are ${letters}.`, `For example: ${example}`);
}

function throwNoLesson(lang: Language): never {
  throw lang === "fr"
    ? new LabError("vous n'êtes dans aucune leçon.", "Commencez par la première\u00a0: ./lab learn 1")
    : new LabError("you are in no lesson yet.", "Begin with the first: ./lab learn 1");
}

function print(text: string) {
  for (const line of text.split("\n")) console.log(wrap(line, 80).join("\n"));
}
