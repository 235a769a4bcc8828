import type { KafkaState } from "../../contract/kafka.ts";
import type { KafkaView, LagHistory } from "../../contract/kafka-requests.ts";
import type { Cluster } from "./brokers/cluster.ts";
import { type Bounds, nameOf, type PartitionName, readBounds } from "./brokers/offsets.ts";
import { createLagHistory } from "./groups/lag-history.ts";
import { groupState, readGroups } from "./groups/read-groups.ts";
import { type ClusterNow, topicStates } from "./picture/cluster-states.ts";
import { openQuorum } from "./picture/controller.ts";
import { createFollower } from "./picture/follow.ts";
import type { LabNow } from "./picture/lab-now.ts";
import type { Seen } from "./picture/reach.ts";
import { createTails } from "./picture/tails.ts";
import { defaultView, shownPartitions } from "./picture/view.ts";

/** What Kafka has said last. */
export interface KafkaAnswers {
  /**
   * Asks for everything once, and has the records of what is shown read on until the signal.
   * @throws if no broker answers
   */
  ask(signal: AbortSignal): Promise<void>;
  /** Undefined when nobody has answered for a while. */
  known(): Known | undefined;
  /** The lab is gone. */
  forget(): void;
  /** Decides of which partitions records are kept. */
  show(view: KafkaView, signal: AbortSignal | undefined): void;
  lagOf(group: string): LagHistory;
}

export interface Known {
  readonly now: ClusterNow;
  readonly topics: KafkaState["topics"];
  readonly groups: KafkaState["groups"];
  readonly unreached: Seen["unreached"];
}

interface Answer {
  readonly now: ClusterNow;
  /** Of the partitions whose leader has just said them; `now` has those of the others as they were. */
  readonly fresh: ReadonlyMap<string, Bounds>;
  readonly groups: KafkaState["groups"];
  readonly atMs: number;
}

/** One answer that is late does not empty the picture, as long as the container runs. */
const FRESH_MS = 8_000;

/** @param changed called when new records have come */
export function createKafkaAnswers(cluster: Cluster, lab: LabNow, changed: () => void): KafkaAnswers {
  const tails = createTails();
  const history = createLagHistory();
  const readController = openQuorum();
  const follower = createFollower(cluster, tails, changed);
  let view = defaultView;
  let answer: Answer | undefined;
  let clusterId: string | null | undefined;

  function forget(): void {
    tails.clear();
    answer = undefined;
  }

  /** A lab that was made anew has the same names and other records. */
  function forgetOther(now: string | null): void {
    if (clusterId !== now) {
      forget();
      history.clear();
    }
    clusterId = now;
  }

  return {
    forget,
    async ask(signal) {
      const metadata = await cluster.refresh();
      forgetOther(metadata.clusterId);
      const partitions = metadata.topicMetadata.flatMap(({ topic, partitionMetadata }) =>
        partitionMetadata.map(({ partitionId: partition }) => ({ topic, partition })),
      );
      const [fresh, found, controller] = await Promise.all([
        readBounds(cluster, partitions),
        readGroups(cluster),
        lab.isKraft() ? readController(lab.addresses()) : metadata.controllerId,
      ]);
      // Closed meanwhile: what was not answered is not missing.
      if (signal.aborted || cluster.metadata() !== metadata) return;
      const groups = found.map((group) => groupState(group, fresh));
      const bounds = merge(partitions, answer?.now.bounds, fresh);
      answer = { now: { metadata, bounds, controller }, fresh, groups, atMs: performance.now() };
      history.add(groups, Date.now());
      tails.show(shownPartitions(view, metadata.topicMetadata), fresh);
      follower.follow(signal);
    },
    known() {
      if (!answer || performance.now() - answer.atMs > FRESH_MS) return undefined;
      const { now, groups, fresh } = answer;
      return { now, groups, topics: topicStates(now, tails), unreached: unreachedOf(cluster, now, fresh) };
    },
    show(wanted, signal) {
      view = wanted;
      if (!answer) return;
      tails.show(shownPartitions(view, answer.now.metadata.topicMetadata), answer.now.bounds);
      if (signal?.aborted === false) follower.follow(signal);
    },
    lagOf: history.of,
  };
}

/** Without a leader the last bounds still say how many records there are. */
function merge(
  partitions: readonly PartitionName[],
  before: Answer["fresh"] | undefined,
  fresh: Answer["fresh"],
) {
  const pairs = partitions.flatMap((partition) => {
    const name = nameOf(partition);
    const found = fresh.get(name) ?? before?.get(name);
    return found ? [[name, found] as const] : [];
  });
  return new Map(pairs);
}

/** Brokers that lead something and have not said its offsets, because nobody can come to them. */
function unreachedOf(cluster: Cluster, { metadata }: ClusterNow, fresh: Answer["fresh"]): Seen["unreached"] {
  const silent = new Set(
    metadata.topicMetadata.flatMap(({ topic, partitionMetadata }) =>
      partitionMetadata
        .filter(({ partitionId }) => !fresh.has(nameOf({ topic, partition: partitionId })))
        .map(({ leader }) => leader),
    ),
  );
  return metadata.brokers.filter(({ nodeId }) => silent.has(nodeId) && cluster.isUnreached(nodeId));
}
