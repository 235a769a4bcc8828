import type { ErrorRequestHandler } from "express";
import { ZodError } from "zod";
import { EngineError } from "../../../common/engine-error.ts";
import { LabError } from "../../../common/lab-error.mjs";
import type { Both, Refused } from "../../contract.ts";
import { Refusal } from "./refusal.ts";

/** Turns what a learner can act on into an answer; every other error is a bug, and goes on to the server's own handler. */
export const answerRefusals: ErrorRequestHandler = (error, _req, res, next) => {
  const known = refusedBy(error);
  if (!known || res.headersSent) return next(error);
  res.status(known.status).json({ message: known.message, hint: known.hint } satisfies Refused);
};

function refusedBy(error: unknown): (Refused & { status: number }) | undefined {
  if (error instanceof Refusal) return { status: error.status, message: error.words, hint: undefined };
  // What the lab says comes in the language of the request already.
  if (error instanceof LabError) return { status: 409, message: same(error.message), hint: same(error.hint) };
  if (error instanceof EngineError) return { status: 409, message: same(error.message), hint: undefined };
  if (error instanceof ZodError) return { status: 400, message: wrongRequest(error), hint: undefined };
  const { status, expose } = (error ?? {}) as { status?: number; expose?: boolean };
  if (expose !== true || status === undefined || status < 400 || status > 499) return undefined;
  return { status, message: unreadable, hint: undefined };
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
