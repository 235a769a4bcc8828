import { encodeRequest, ResponseReader } from "./wire.ts";

/** The quorum of the controllers in KRaft mode. */
export interface MetadataQuorum {
  /** The active controller, -1 while there is none. */
  leaderId: number;
  /** One more for every election. */
  epoch: number;
  /** How many records each of them is behind. */
  voters: { id: number; lag: number }[];
  /** The same of those that only read: the brokers. */
  observers: { id: number; lag: number }[];
}

/**
 * A request of Kafka's protocol that kafkajs does not know: DescribeQuorum (API key 55) in version 0, about the only
 * partition of the metadata log. https://kafka.apache.org/protocol#The_Messages_DescribeQuorum
 */
export function quorumRequest() {
  const topic = Buffer.from("__cluster_metadata");
  return encodeRequest(
    { apiKey: 55, version: 0 },
    // No tags, one topic (compact lengths are one more), its name, one partition, number 0, and no tags thrice.
    Buffer.from([0, 2, topic.length + 1]),
    topic,
    Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]),
  );
}

/** Reads the answer to that request, which is given without its size. */
export function readQuorum(response: Buffer): MetadataQuorum {
  const reader = new ResponseReader(response);
  reader.skip(4 + 1); // correlation id, no tags
  refuseError(reader.int16());
  reader.skip(1); // one topic
  reader.skip(reader.uint8() - 1); // its name
  reader.skip(1 + 4); // one partition, its number
  refuseError(reader.int16());
  const [leaderId, epoch] = [reader.int32(), reader.int32()];
  reader.skip(8); // high watermark
  const [voters, observers] = [readReplicas(reader), readReplicas(reader)];
  const end = Math.max(...voters.map((voter) => voter.end));
  const lagging = (replicas: typeof voters) => replicas.map((it) => ({ id: it.id, lag: end - it.end }));
  return { leaderId, epoch, voters: lagging(voters), observers: lagging(observers) };
}

function readReplicas(reader: ResponseReader) {
  return Array.from({ length: reader.uint8() - 1 }, () => {
    const replica = { id: reader.int32(), end: reader.int64() };
    reader.skip(1); // no tags
    return replica;
  });
}

function refuseError(code: number) {
  if (code !== 0) throw new Error(`Kafka answered with error ${code}`);
}
