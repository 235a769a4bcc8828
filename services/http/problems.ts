import type { ErrorRequestHandler, Response } from "express";
import type { Logger } from "pino";

type Details = {
  detail?: string;
  hint?: string;
  field?: string;
  /** Of a message that was not acknowledged. */
  outcome?: "not-stored" | "unknown";
  retryAfterSeconds?: number;
  allow?: string;
};

/** An error answer after RFC 9457, with a stable type to act on and a hint of what to do next. */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly details: Details;

  constructor(status: number, type: string, title: string, details: Details = {}) {
    super(title);
    this.name = "Problem";
    this.status = status;
    this.type = type;
    this.details = details;
  }
}

/** The one place where an error becomes an answer; an unknown error is a bug, and its detail stays in the log. */
export function answerProblems(log: Logger): ErrorRequestHandler {
  return (error, _req, res, _next) => {
    const problem = toProblem(error);
    if (problem.status === 500) log.error({ err: error }, "unexpected error");
    if (res.headersSent) res.destroy();
    else sendProblem(res, problem);
  };
}

/** Writes the problem document. */
export function sendProblem(res: Response, problem: Problem): void {
  const { retryAfterSeconds, allow } = problem.details;
  if (retryAfterSeconds !== undefined) res.set("Retry-After", String(retryAfterSeconds));
  if (allow) res.set("Allow", allow);
  res.status(problem.status).type("application/problem+json").send(documentOf(problem));
}

/** The problem document itself. */
export function documentOf({ type, message, status, details }: Problem): string {
  const { retryAfterSeconds, allow, ...members } = details;
  return JSON.stringify({ type: `urn:kafka-lab:problem:${type}`, title: message, status, ...members });
}

/** Kafka does not answer: another try soon may succeed. */
export function kafkaUnavailable(detail: string): Problem {
  const hint = "See /readyz for what the service waits for.";
  return new Problem(503, "kafka-unavailable", "Kafka does not answer", {
    detail,
    hint,
    retryAfterSeconds: 1,
  });
}

// Errors that body-parser and Express themselves throw, distinguished by their documented `status`.
function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { status, limit } = (error ?? {}) as { status?: number; limit?: number };
  if (status === 413)
    return new Problem(413, "too-large", "The body is too large", { detail: `At most ${limit} bytes.` });
  if (status === 415)
    return new Problem(415, "unsupported-media-type", "The body cannot be read", {
      hint: "Send UTF-8, as it is or compressed with gzip, deflate or br.",
    });
  if (status !== undefined && status >= 400 && status < 500)
    return new Problem(status, "bad-request", "The request cannot be understood");
  return new Problem(500, "internal", "Something went wrong inside the service");
}
