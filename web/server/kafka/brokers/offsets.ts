import { byLeader, byTopic, type Cluster } from "./cluster.ts";

/** A partition's place among all. */
export interface PartitionName {
  readonly topic: string;
  readonly partition: number;
}

export interface Bounds {
  /** The first offset that is still there. */
  readonly low: number;
  /** The offset that the next record gets. */
  readonly high: number;
}

/** As a key of a map. */
export function nameOf({ topic, partition }: PartitionName): string {
  return `${topic}-${partition}`;
}

const END = -1;
const BEGINNING = -2;

/** The bounds of partitions, two requests to each leader; a partition that cannot say, or has no leader, is left out. */
export async function readBounds(
  cluster: Cluster,
  partitions: readonly PartitionName[],
): Promise<Map<string, Bounds>> {
  const [lows, highs] = await Promise.all([
    readOffsets(cluster, partitions, BEGINNING),
    readOffsets(cluster, partitions, END),
  ]);
  const both = [...highs].flatMap(([name, high]) => {
    const low = lows.get(name);
    return low === undefined ? [] : [[name, { low, high }] as const];
  });
  return new Map(both);
}

/** The first offset of a record from that time on, in milliseconds; -1 if there is none. */
export function readOffsetsAt(
  cluster: Cluster,
  partitions: readonly PartitionName[],
  timestampMs: number,
): Promise<Map<string, number>> {
  return readOffsets(cluster, partitions, Math.max(0, timestampMs));
}

async function readOffsets(
  cluster: Cluster,
  partitions: readonly PartitionName[],
  timestamp: number,
): Promise<Map<string, number>> {
  const leaders = byLeader(cluster.metadata()?.topicMetadata ?? [], partitions);
  const answers = await Promise.all(
    [...leaders].map(async ([nodeId, led]) => {
      const topics = byTopic(led.map(({ topic, partition }) => ({ topic, partition, timestamp })));
      try {
        const link = await cluster.broker(nodeId);
        return (await link.ask("ListOffsets", { isolationLevel: 0, topics })).responses;
      } catch {
        return []; // the others can still say theirs
      }
    }),
  );
  return new Map(
    answers.flat().flatMap(({ topic, partitions: answered }) =>
      answered.flatMap(({ partition, errorCode, offset }) => {
        return errorCode === 0 ? [[nameOf({ topic, partition }), Number(offset)] as const] : [];
      }),
    ),
  );
}
