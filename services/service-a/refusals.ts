import { Problem } from "../http/problems.ts";

const NOT_STORED = { outcome: "not-stored", retryAfterSeconds: 1 } as const;

/** Kafka refused each attempt, or none was possible, so the message is not stored. */
export function notStored(detail: string): Problem {
  const hint = "The message is not stored: it can be sent again. See /readyz for what the service waits for.";
  return new Problem(503, "kafka-unavailable", "Kafka does not take the message", {
    detail,
    hint,
    ...NOT_STORED,
  });
}

/** Too many wait already. */
export function queueFull(queued: number): Problem {
  const detail = `${queued} messages wait to be sent.`;
  return new Problem(503, "queue-full", "Too many messages wait for Kafka", { detail, ...NOT_STORED });
}

/** The deadline passed before an attempt began. */
export function notSentInTime(deadlineMs: number): Problem {
  const detail = `The message waited for ${deadlineMs} ms behind others, and was not sent.`;
  return new Problem(503, "deadline", "Kafka did not take the message in time", { detail, ...NOT_STORED });
}

/** The service ends before it could send the message. */
export function stopping(): Problem {
  return new Problem(503, "stopping", "The service stops before Kafka answered", NOT_STORED);
}

/** An attempt was made, and no answer says whether Kafka has the message. */
export function outcomeUnknown(why: Problem, last: Problem | undefined): Problem {
  const reason = last?.details.detail;
  return new Problem(503, "outcome-unknown", "Nobody knows whether the message is stored", {
    detail:
      why.type === "stopping"
        ? `${why.message}.`
        : `No acknowledgement came in time.${reason ? ` ${reason}` : ""}`,
    hint: "It may be stored: sending it again may store it twice.",
    outcome: "unknown",
    retryAfterSeconds: 1,
  });
}
