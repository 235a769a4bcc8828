/** how the controllers of KRaft mode stand to each other */
export interface MetadataQuorum {
  /** the active controller, -1 while there is none */
  leaderId: number;
  /** one more for every election */
  epoch: number;
  /** and how many records each of them is behind */
  voters: { id: number; lag: number }[];
}

/**
 * A request of Kafka's protocol that kafkajs does not know: DescribeQuorum (API key 55) in version 0, about the only
 * partition of the metadata log. https://kafka.apache.org/protocol#The_Messages_DescribeQuorum
 */
export function quorumRequest() {
  const clientId = Buffer.from("lab");
  const topic = Buffer.from("__cluster_metadata");
  const body = Buffer.concat([
    Buffer.from([0, 55, 0, 0, 0, 0, 0, 1, 0, clientId.length]), // key, version, correlation id, length
    clientId,
    // No tags, one topic (compact lengths are one more), its name, one partition, number 0, and no tags thrice.
    Buffer.from([0, 2, topic.length + 1]),
    topic,
    Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]),
  ]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

/** The answer to that request. `response`: without its leading size. */
export function readQuorum(response: Buffer): MetadataQuorum {
  let at = 4 + 1; // correlation id, no tags
  const take = (size: number) => {
    at += size;
    return at - size;
  };
  const error = response.readInt16BE(take(2));
  if (error !== 0) throw new Error(`Kafka answered with error ${error}`);
  take(1); // one topic
  take(response.readUInt8(take(1)) - 1); // its name
  take(1 + 4); // one partition, its number
  const partitionError = response.readInt16BE(take(2));
  if (partitionError !== 0) throw new Error(`Kafka answered with error ${partitionError}`);
  const leaderId = response.readInt32BE(take(4));
  const epoch = response.readInt32BE(take(4));
  take(8); // high watermark
  const voters = Array.from({ length: response.readUInt8(take(1)) - 1 }, () => {
    const voter = { id: response.readInt32BE(take(4)), end: Number(response.readBigInt64BE(take(8))) };
    take(1); // no tags
    return voter;
  });
  const end = Math.max(...voters.map((voter) => voter.end));
  return { leaderId, epoch, voters: voters.map((voter) => ({ id: voter.id, lag: end - voter.end })) };
}
