import { encodeRequest, int32, ResponseReader } from "./wire.ts";

/** What Kafka answers for a partition that its preferred replica leads already. */
const electionNotNeeded = 84;

/**
 * A request of Kafka's protocol that kafkajs does not know: ElectLeaders (API key 43) in version 0, for all
 * partitions. Each is led by the first of its replicas afterwards.
 * https://kafka.apache.org/protocol#The_Messages_ElectLeaders
 */
export function electionRequest() {
  const [allTopics, timeoutMs] = [int32(-1), int32(30_000)];
  return encodeRequest({ apiKey: 43, version: 0 }, allTopics, timeoutMs);
}

/**
 * The partitions for which it failed, as `topic-0: 80`, where 80 is Kafka's code for the reason. The answer is given
 * without its size.
 */
export function electionFailures(response: Buffer): string[] {
  const reader = new ResponseReader(response);
  reader.skip(8); // correlation id, throttle time
  return Array.from({ length: reader.int32() }, () => {
    const topic = reader.string();
    return Array.from({ length: reader.int32() }, () => {
      const [partition, error] = [reader.int32(), reader.int16()];
      reader.string(); // in words
      return error === 0 || error === electionNotNeeded ? [] : [`${topic}-${partition}: ${error}`];
    });
  }).flat(2);
}
