import ConsumerGroup from "kafkajs/src/consumer/consumerGroup.js";

/**
 * When its topic is gone, a consumer of kafkajs 2.2.4 tries again with its old offsets. If the topic was created again
 * meanwhile, it would continue in the middle of the new log, and nobody would read the beginning. So the membership
 * ends, and the next one asks Kafka where to begin.
 */
export function endWhenTopicIsGone(): void {
  const { recoverFromFetch } = ConsumerGroup.prototype;
  if (recoverFromFetch.name === "recoverUnlessTopicIsGone") return;
  ConsumerGroup.prototype.recoverFromFetch = async function recoverUnlessTopicIsGone(error) {
    if (error.type === "UNKNOWN_TOPIC_OR_PARTITION") throw topicGone(error);
    await recoverFromFetch.call(this, error);
  };
}

/** An error whose name makes kafkajs give up at once. */
export function topicGone(cause?: Error): Error {
  return Object.assign(new Error("the topic is gone", { cause }), { name: "KafkaJSNoBrokerAvailableError" });
}
