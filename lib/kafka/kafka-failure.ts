import { LabError } from "../../common/lab-error.mjs";

/**
 * What kafkajs throws while a broker starts, stops, restarts or is frozen says something about the broker and is no bug
 * of ours: two lines for the user, with its address, and no stack. Anything else is given back as it is.
 */
export function kafkaFailure(error: unknown, broker: string) {
  if (!(error instanceof Error) || !isKafkas(error)) return error;
  const hint = "It may be starting: try again. If it stays so: ./lab doctor";
  return new LabError(`Kafka at ${broker}: ${reasons(error)}`, hint, { cause: error });
}

/** Creating topics fails for a reason per topic. */
function reasons({ message, errors = [] }: Error & { errors?: Error[] }) {
  return [message, ...errors.map((each) => each.message)].join("; ");
}

/**
 * By where it began: kafkajs wraps what it has retried, a wrong call and a TypeError as well. Its error for a broker
 * that accepts connections and never answers is none of its own kind.
 */
function isKafkas({ name, message, cause }: Error) {
  const origin = cause instanceof Error ? cause : { name, message };
  if (origin.message === "Broker not connected") return true;
  return origin.name.startsWith("KafkaJS") && origin.name !== "KafkaJSNonRetriableError";
}
