import type { Both } from "../../contract/language.ts";
import type { Refused } from "../../contract/refused.ts";

/** What went wrong, in words for the learner. */
export class Failure extends Error {
  readonly words: Both;
  readonly advice: Both | undefined;
  /** Of the answer; undefined if there was none. */
  readonly status: number | undefined;

  constructor(words: Both, advice?: Both, status?: number) {
    super(words.en);
    this.name = "Failure";
    this.words = words;
    this.advice = advice;
    this.status = status;
  }
}

/** Of an answer that is not 2xx: a problem document in both languages, in English only, or none. */
export function failureOf(status: number, text: string): Failure {
  const problem = parse(text);
  if (problem?.words) return new Failure(capital(problem.words), problem.advice, status);
  if (problem?.title === undefined) return new Failure(unknownProblem(status), undefined, status);
  const said = [problem.title, problem.detail].filter((part) => part !== undefined).join(". ");
  return new Failure(same(said), problem.hint === undefined ? undefined : same(problem.hint), status);
}

/** Anything that was thrown. */
export function failureFrom(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure(same(String(error)));
}

type Problem = Partial<Refused> & { readonly detail?: string; readonly hint?: string };

function parse(text: string): Problem | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}

function unknownProblem(status: number): Both {
  return {
    en: `The server answered ${status}, and did not say why.`,
    fr: `Le serveur a répondu ${status}, sans dire pourquoi.`,
  };
}

/** The lab's messages begin small, because they follow the command's name in a terminal. */
function capital({ en, fr }: Both): Both {
  const raised = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
  return { en: raised(en), fr: raised(fr) };
}

function same(text: string): Both {
  return { en: text, fr: text };
}
