import type { KafkaView } from "../../../contract/kafka-requests.ts";
import type { PartitionName } from "../brokers/offsets.ts";
import type { TopicMetadata } from "../brokers/protocol.ts";

const MOST_PARTITIONS = 100;
const MOST_CELLS = 50;
const MOST_CELLS_IN_ALL = 2_000;

/** What a page shows that has not said anything: the topic of the services. */
export const defaultView: KafkaView = { topics: [{ topic: "message-topic" }], cells: 20 };

export interface Shown {
  readonly partitions: readonly PartitionName[];
  /** Of each of them. */
  readonly cells: number;
}

/** Which partitions the page has records of, of those that there are. */
export function shownPartitions({ topics, cells }: KafkaView, metadata: readonly TopicMetadata[]): Shown {
  const partitions = topics.flatMap(({ topic, partitions: wanted }) => {
    const found = metadata.find((each) => each.topic === topic)?.partitionMetadata ?? [];
    return found
      .map(({ partitionId }) => partitionId)
      .filter((partition) => wanted === undefined || wanted.includes(partition))
      .toSorted((a, b) => a - b)
      .map((partition) => ({ topic, partition }));
  });
  const shown = partitions.slice(0, MOST_PARTITIONS);
  const room = Math.floor(MOST_CELLS_IN_ALL / Math.max(1, shown.length));
  return { partitions: shown, cells: Math.min(cells, MOST_CELLS, room) };
}
