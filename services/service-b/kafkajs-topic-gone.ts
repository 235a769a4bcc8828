import ConsumerGroup from "kafkajs/src/consumer/consumerGroup.js";

/**
 * A consumer of kafkajs 2.2.4 that is told that its topic is not there tries again with the offsets that it had. When
 * the topic was made anew meanwhile, it would go on in the middle of the new log, and nobody would read its beginning.
 * So the membership ends, and the next one asks Kafka where to begin.
 */
export function endWhenTopicIsGone(): void {
  const { recoverFromFetch } = ConsumerGroup.prototype;
  if (recoverFromFetch.name === "recoverUnlessTopicIsGone") return;
  ConsumerGroup.prototype.recoverFromFetch = async function recoverUnlessTopicIsGone(error) {
    if (error.type === "UNKNOWN_TOPIC_OR_PARTITION") throw topicGone(error);
    await recoverFromFetch.call(this, error);
  };
}

/** An error by whose name kafkajs gives up at once. */
export function topicGone(cause?: Error): Error {
  return Object.assign(new Error("the topic is gone", { cause }), { name: "KafkaJSNoBrokerAvailableError" });
}
