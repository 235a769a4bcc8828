import type { Cluster } from "../brokers/cluster.ts";
import { fetchRecords, type StoredRecord } from "../brokers/fetch-records.ts";
import { nameOf, type PartitionName } from "../brokers/offsets.ts";
import { kafkaIsAway, silentPartition, unreadable } from "../refusals/refusals.ts";

const MOST_BYTES = 1024 * 1024;

/**
 * The records of a partition from one offset up to another, an answer of the broker at a time. It ends early where nothing
 * more can be read, such as at an open transaction.
 * @throws Refusal
 */
export async function* readForward(
  cluster: Cluster,
  partition: PartitionName,
  from: number,
  until: number,
): AsyncGenerator<readonly StoredRecord[]> {
  const leader = leaderOf(cluster, partition);
  for (let offset = from; offset < until; ) {
    const wanted = [{ ...partition, offset }];
    const [fetched] = await cluster
      .broker(leader)
      .then((link) => fetchRecords(link, wanted, { maxWaitMs: 0, maxBytes: MOST_BYTES }))
      .catch(() => {
        throw kafkaIsAway();
      });
    if (fetched?.errorCode !== 0) throw unreadable(nameOf(partition), fetched?.errorCode ?? -1);
    yield fetched.records.filter((record) => record.offset < until);
    if (fetched.end <= offset) return;
    // A batch of which compaction has left nothing; alone, any other would have come whole.
    offset = fetched.next > offset ? fetched.next : offset + 1;
  }
}

function leaderOf(cluster: Cluster, { topic, partition }: PartitionName): number {
  const found = cluster.metadata()?.topicMetadata.find((each) => each.topic === topic);
  const leader = found?.partitionMetadata.find(({ partitionId }) => partitionId === partition)?.leader ?? -1;
  if (leader < 0) throw silentPartition(topic, [partition]);
  return leader;
}
