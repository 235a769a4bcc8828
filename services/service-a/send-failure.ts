import kafkajs from "kafkajs";
import { Problem } from "../http/problems.ts";
import type { Failure } from "./group-commit.ts";
import { notStored } from "./refusals.ts";

/** Turns a failed attempt to send records of one partition into the failure of each of them. */
export function failureOf(error: unknown, { sent, records }: { sent: boolean; records: number }): Failure {
  const root = rootOf(error);
  const { type = "" } = root;
  if (BUGS.some((bug) => root instanceof bug)) throw error;
  if (TOO_LARGE.has(type)) {
    const others = records > 1;
    return { refusal: tooLarge(), tryAgain: others, sendAlone: others, perhapsStored: false };
  }
  if (type === "INVALID_RECORD") return { refusal: invalidRecord(), tryAgain: false, perhapsStored: false };
  // Messages of kafkajs name hosts, so callers see only what Kafka itself answered.
  const known = root instanceof kafkajs.KafkaJSProtocolError;
  const refusal = notStored(known ? `Kafka answered ${type}.` : "No broker could be reached.");
  refusal.cause = error;
  return { refusal, tryAgain: root.retriable ?? true, perhapsStored: sent && !REFUSALS.has(type) };
}

const BUGS = [TypeError, RangeError, ReferenceError];
const TOO_LARGE = new Set(["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE"]);

/**
 * Answers of a broker that has appended nothing. All others may come after the leader has appended, even "not the
 * leader any more": the next leader may have what it appended.
 */
const REFUSALS = new Set([
  "CLUSTER_AUTHORIZATION_FAILED",
  "CORRUPT_MESSAGE",
  "INVALID_REQUIRED_ACKS",
  "INVALID_TIMESTAMP",
  "INVALID_TOPIC_EXCEPTION",
  "NOT_ENOUGH_REPLICAS",
  "POLICY_VIOLATION",
  "TOPIC_AUTHORIZATION_FAILED",
  "UNSUPPORTED_COMPRESSION_TYPE",
  "UNSUPPORTED_FOR_MESSAGE_FORMAT",
]);

type KafkaError = Error & { type?: string; retriable?: boolean; cause?: KafkaError };

function rootOf(error: unknown): KafkaError {
  const { cause } = error as KafkaError;
  return cause ?? (error as KafkaError);
}

function tooLarge(): Problem {
  return new Problem(413, "too-large", "The message is larger than Kafka takes", {
    hint: "The topic's max.message.bytes sets the limit.",
  });
}

function invalidRecord(): Problem {
  return new Problem(400, "invalid-record", "Kafka does not take this message", {
    hint: "A compacted topic (cleanup.policy=compact) takes messages with a key only.",
  });
}
