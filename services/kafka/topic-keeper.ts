import type { Kafka } from "kafkajs";
import type { KafkaSettings } from "../shared/config.ts";
import type { Logger } from "../shared/logging.ts";
import { retryUntilStopped } from "../shared/retry.ts";
import { ensureTopic, type TopicState } from "./kafka-client.ts";

/**
 * Creates the topic at the start, and again when somebody has deleted it: a caller that notices this calls `renew`, any
 * number of times.
 */
export function createTopicKeeper(kafka: Kafka, config: KafkaSettings, { log, signal }: Options) {
  let underWay: Promise<TopicState> | undefined;

  function ensure(): Promise<TopicState> {
    underWay ??= retryUntilStopped("connecting to Kafka", () => ensureTopic(kafka, config), {
      log,
      signal,
    }).finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  function renew(): void {
    if (underWay) return;
    log.warn({ topic: config.TOPIC }, "the topic is gone, making it again");
    ensure().catch(() => undefined);
  }

  return { ensure, renew };
}

type Options = { log: Logger; signal: AbortSignal };
