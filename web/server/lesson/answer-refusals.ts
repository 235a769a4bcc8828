import type { ErrorRequestHandler } from "express";
import { ZodError } from "zod";
import { EngineError } from "../../../common/engine-error.ts";
import { LabError } from "../../../common/lab-error.mjs";
import type { Both } from "../../contract/language.ts";
import type { Refused } from "../../contract/refused.ts";
import { Refusal } from "./refusal.ts";

/** Turns what a learner can act on into an answer; every other error is a bug, and goes on to the server's own handler. */
export const answerRefusals: ErrorRequestHandler = (error, _req, res, next) => {
  const known = refusedBy(error);
  if (!known || res.headersSent) return next(error);
  const { status, words, advice } = known;
  const problem: Refused = { type: "urn:kafka-lab:problem:refused", title: words.en, status, words, advice };
  res.status(status).type("application/problem+json").send(JSON.stringify(problem));
};

function refusedBy(error: unknown): Pick<Refused, "status" | "words" | "advice"> | undefined {
  if (error instanceof Refusal) return { status: error.status, words: error.words };
  // What the lab says comes in the language of the request already.
  if (error instanceof LabError) return { status: 409, words: same(error.message), advice: same(error.hint) };
  if (error instanceof EngineError) return { status: 409, words: same(error.message) };
  if (error instanceof ZodError) return { status: 400, words: wrongRequest(error) };
  // As body-parser marks what a client has done wrong.
  const { status, expose } = (error ?? {}) as { status?: number; expose?: boolean };
  if (expose !== true || status === undefined || status < 400 || status > 499) return undefined;
  return { status, words: unreadable };
}

const unreadable = {
  en: "the request could not be read; reload the page.",
  fr: "la requête est illisible\u00a0; rechargez la page.",
};

function wrongRequest({ issues }: ZodError): Both {
  const fields = issues
    .map(({ path, message }) => `${path.join(".") || "the request"}: ${message}`)
    .join("; ");
  return {
    en: `the page asked for something that the server does not know (${fields}); reload it.`,
    fr: `la page a demandé ce que le serveur ne connaît pas (${fields})\u00a0; rechargez-la.`,
  };
}

function same(text: string): Both {
  return { en: text, fr: text };
}
