/** What Kafka answers for a partition that its preferred replica leads already. */
const electionNotNeeded = 84;

/**
 * A request of Kafka's protocol that kafkajs does not know: ElectLeaders (API key 43) in version 0, for all
 * partitions. Each is led by the first of its replicas afterwards.
 * https://kafka.apache.org/protocol#The_Messages_ElectLeaders
 */
export function electionRequest({ timeoutMs = 30_000 }: { timeoutMs?: number } = {}) {
  const clientId = Buffer.from("lab");
  const body = Buffer.alloc(10 + clientId.length + 8);
  body.writeInt16BE(43, 0);
  body.writeInt32BE(1, 4);
  body.writeInt16BE(clientId.length, 8);
  clientId.copy(body, 10);
  body.writeInt32BE(-1, 10 + clientId.length); // all topics
  body.writeInt32BE(timeoutMs, 14 + clientId.length);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

/**
 * The partitions for which it failed, as `topic-0: 80`, 80 being Kafka's code for it. `response`: without its
 * leading size.
 */
export function electionFailures(response: Buffer): string[] {
  let at = 8; // correlation id, throttle time
  const int = (size: 2 | 4) => {
    at += size;
    return response.readIntBE(at - size, size);
  };
  const string = () => {
    const start = at + 2;
    at = start + Math.max(0, response.readInt16BE(at));
    return response.toString("utf8", start, at);
  };
  return Array.from({ length: int(4) }, () => {
    const topic = string();
    return Array.from({ length: int(4) }, () => {
      const [partition, error] = [int(4), int(2)];
      string(); // in words
      return error === 0 || error === electionNotNeeded ? [] : [`${topic}-${partition}: ${error}`];
    });
  }).flat(2);
}
