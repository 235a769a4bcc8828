import type { Language } from "../../../workshop/authoring/lesson.ts";
import type { Block, LessonText, Prediction } from "./lesson-text.ts";

/** The sections of a lesson, in their order. */
export const sections = {
  en: ["What you will be able to do", "The idea", "Do it", "Check", "Remember", "Read on"],
  fr: ["Ce que vous saurez faire", "L'idée", "À vous", "Vérifier", "À retenir", "Pour aller plus loin"],
};

/** The open task, at the end of the third section. */
export const yourTurn = { en: "Your turn", fr: "À vous de jouer" };

const said = {
  en: {
    retry: /\b(repeat|again)\b.*\buntil\b/is,
    second: /\bsecond terminal\b/i,
    stop: /\bsecond terminal\b.*Ctrl-C|Ctrl-C.*\bsecond terminal\b/is,
    fails: /\b(fail|refus|error|denie|reject|cannot|does not (work|come|go|pass|succeed))/i,
  },
  fr: {
    retry: /(répéte[zr]|relance[zr]|recommence[zr]|réessaye[zr]).*jusqu/is,
    second: /\bsecond terminal\b/i,
    stop: /\bsecond terminal\b.*Ctrl-C|Ctrl-C.*\bsecond terminal\b/is,
    fails: /(échou|échec|refus|erreur|rejet|impossible|ne (passe|marche|réussi))/i,
  },
};

/** Every block whose kind or file the reader cannot see in the paragraph before it, a sentence each. */
export function silentBlocks({ blocks }: Pick<LessonText, "blocks">, lang: Language): string[] {
  return blocks.flatMap((block) =>
    wantedBefore(block, lang)
      .filter(({ isSaid }) => !isSaid)
      .map(({ what }) => `line ${block.line}: the paragraph before it does not ${what}`),
  );
}

type Wanted = { what: string; isSaid: boolean };

function wantedBefore({ lang: kind, words, text, intro }: Block, lang: Language): Wanted[] {
  const { text: before, code } = intro ?? { text: "", code: [] };
  const has = (word: string) => words.includes(word);
  const wanted: Wanted[] = [];
  if (has("retry"))
    wanted.push({ what: "say to repeat it until ...", isSaid: said[lang].retry.test(before) });
  if (has("fails")) wanted.push({ what: "say that it fails", isSaid: said[lang].fails.test(before) });
  if (has("stop"))
    wanted.push({ what: "name the second terminal and Ctrl-C", isSaid: said[lang].stop.test(before) });
  else if (has("second-terminal"))
    wanted.push({ what: "say that it is for a second terminal", isSaid: said[lang].second.test(before) });
  for (const path of kind === "diff" ? pathsOf(text) : filesOf(words))
    wanted.push({ what: `name \`${path}\``, isSaid: code.includes(path) });
  return wanted;
}

function filesOf(words: readonly string[]) {
  return words.filter((word) => word.startsWith("file=")).map((word) => word.slice("file=".length));
}

/** A file that the diff removes is named by where it was. */
function pathsOf(diff: string) {
  const named = [...diff.matchAll(/^(?:---|\+\+\+) (?:[ab]\/)?(\S+)/gm)].map(([, path = ""]) => path);
  return [...new Set(named.filter((path) => path !== "/dev/null"))];
}

/** What is wrong with the choices and answers of a lesson's predictions, a sentence each. */
export function unsoundPredictions({ predictions }: Pick<LessonText, "predictions">): string[] {
  return predictions.flatMap((prediction) =>
    faultsOf(prediction).map((fault) => `line ${prediction.line}: ${fault}`),
  );
}

function faultsOf({ choices, answer }: Prediction): string[] {
  const letters = "abcd".slice(0, choices.length).split("");
  if (choices.length < 2 || choices.length > 4) return [`it has ${choices.length} choices, not two to four`];
  const wrong = choices.filter((choice, place) => !choice.startsWith(`${letters[place]}) `));
  if (wrong.length > 0) return wrong.map((choice) => `this choice does not begin with its letter: ${choice}`);
  const letter = answer === undefined ? undefined : /^([a-d])\.$/.exec(answer)?.[1];
  if (letter && letters.includes(letter)) return [];
  return [`the answer begins with ${answer ?? "nothing in bold"}, not with **a.** or another of its letters`];
}

/** What is wrong with the open task, a sentence each. */
export function unsoundTurn({ headings, blocks }: Pick<LessonText, "headings" | "blocks">, lang: Language) {
  const [, , doIt, check] = sections[lang];
  const lineOf = (text: string | undefined) => headings.find((each) => each.text === text)?.line ?? 0;
  const [from, to] = [lineOf(doIt), lineOf(check)];
  const last = headings.filter(({ depth, line }) => depth === 3 && line > from && line < to).at(-1);
  if (last?.text !== yourTurn[lang])
    return [`the last part of "${doIt}" is "${last?.text}", not "${yourTurn[lang]}"`];
  const commands = blocks.filter(
    ({ line, lang: kind, words }) =>
      line > last.line && line < to && (/^(sh|diff)$/.test(kind) || filesOf(words).length > 0),
  );
  return commands.map(({ line }) => `line ${line}: the open task prints how it is done`);
}

/** What both languages must have in common: all but words, pictures and outputs. */
export function shapeOf(text: LessonText) {
  const mayDiffer = /^(mermaid|text)$/;
  return {
    depths: text.headings.map(({ depth }) => depth),
    minutes: text.frontMatter.minutes,
    quotations: text.quotations.length,
    links: text.links.length,
    predictions: text.predictions.map(({ choices, answer }) => [choices.length, answer]),
    blocks: text.blocks.map((block) => [
      block.lang,
      ...block.words,
      mayDiffer.test(block.lang) ? "" : block.text,
    ]),
  };
}

/**
 * French texts in which punctuation, guillemets or a unit may be torn from their word at the end of a line, because the
 * space between is missing or an ordinary one.
 */
export function looseFrench(texts: readonly string[]): string[] {
  const space = "\\u00a0\\u202f";
  const loose = new RegExp(
    [
      `[^${space}?!][;?!»](?=\\s|$)`,
      `[^${space}]:(?=\\s|$)`,
      `«(?![${space}])`,
      "\\d (?=(s|ms|min|h|o|Ko|Mo|Go|Kio|Mio|Gio|%|€)(?![\\w'’]))",
    ].join("|"),
  );
  return texts.filter((text) => loose.test(text));
}
