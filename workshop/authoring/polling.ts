import { LabError } from "../../common/lab-error.mjs";
import { waitFor } from "../../common/wait-for.ts";
import { inLanguage } from "./language.ts";
import type { Language, Text } from "./lesson.ts";

/** Asks again until there is an answer, so that a lesson works on a slow machine too. */
export async function poll<Result>(
  ask: () => Promise<Result | undefined | false> | Result | undefined | false,
  { budgetMs = 60_000, what, lang = "en" }: { budgetMs?: number; what: Text; lang?: Language },
): Promise<Result> {
  const answer = await waitFor(ask, { budgetMs, everyMs: 50, atMostEveryMs: 1_000 });
  if (answer === undefined) throw timedOut(inLanguage(what, lang), budgetMs, lang);
  return answer;
}

/** For `poll`, what Kafka answers; undefined while it refuses, or is not there yet. Any other error is thrown. */
export async function answerOf<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return undefined;
  }
}

/** For `poll`, whether Kafka did it. */
export async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return (await answerOf(work.then(() => true))) ?? false;
}

function timedOut(what: string, budgetMs: number, lang: Language) {
  const seconds = Math.round(budgetMs / 1_000);
  return lang === "fr"
    ? new LabError(`toujours pas, après ${seconds}\u00a0s\u00a0: ${what}.`, "Voyez\u00a0: ./lab doctor")
    : new LabError(`not within ${seconds} s: ${what}.`, "Look: ./lab doctor");
}
