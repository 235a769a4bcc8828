import type { BrokerState, TopicState } from "../../../contract/kafka.ts";
import { type Bounds, nameOf } from "../brokers/offsets.ts";
import type { Answered } from "../brokers/protocol.ts";
import type { SeenContainers } from "./containers.ts";
import type { Tails } from "./tails.ts";

/** What the brokers say, at one moment. */
export interface ClusterNow {
  readonly metadata: Answered["Metadata"];
  /** -1 without one. */
  readonly controller: number;
  /** The last that a leader has said. */
  readonly bounds: ReadonlyMap<string, Bounds>;
}

/** Topics by name, one's own first; where nobody has ever said the offsets, they are 0. */
export function topicStates({ metadata, bounds }: ClusterNow, tails: Pick<Tails, "cellsOf">): TopicState[] {
  return metadata.topicMetadata
    .map(({ topic, isInternal, partitionMetadata }) => ({
      name: topic,
      internal: isInternal,
      partitions: partitionMetadata
        .map(({ partitionId: partition, leader, replicas, isr }) => {
          const latest = tails.cellsOf({ topic, partition });
          const { low, high } = withCells(bounds.get(nameOf({ topic, partition })), latest.at(-1)?.offset);
          return { partition, leader, replicas, isr, low, high, latest };
        })
        .toSorted((a, b) => a.partition - b.partition),
    }))
    .toSorted((a, b) => Number(a.internal) - Number(b.internal) || a.name.localeCompare(b.name));
}

/** A record that came after the bounds were asked for moves the end. */
function withCells(bounds: Bounds | undefined, newest: number | undefined): Bounds {
  const { low, high } = bounds ?? { low: 0, high: 0 };
  return { low, high: newest === undefined ? high : Math.max(high, newest + 1) };
}

/** The brokers that Docker has, and those that are registered, by their ids. */
export function brokerStates(seen: SeenContainers | undefined, now: ClusterNow | undefined): BrokerState[] {
  const registered = new Set(now?.metadata.brokers.map(({ nodeId }) => nodeId) ?? []);
  const ofDocker = seen?.brokers ?? [];
  const known = new Set(ofDocker.map(({ id }) => id));
  const others = [...registered]
    .filter((id) => !known.has(id))
    .map((id) => {
      // Without an engine it is the broker itself that says that it runs.
      const state: BrokerState["state"] = seen ? "missing" : "running";
      return { id, name: `broker-${id}`, state, health: undefined, node: undefined };
    });
  return [...ofDocker, ...others]
    .toSorted((a, b) => a.id - b.id)
    .map(({ id, name, state, health, node }) => ({
      id,
      name,
      state,
      health,
      ...(node && { node }),
      registered: registered.has(id),
      controller: now !== undefined && now.controller === id,
    }));
}
