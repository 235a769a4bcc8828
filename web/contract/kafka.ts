import type { ContainerState } from "./container.ts";
import type { Both } from "./language.ts";

/** Kafka as it is now. */
export interface KafkaState {
  readonly reach: "up" | "coming" | "down";
  /** Why nothing, or not everything, can be said, and what to do; in words for a learner. */
  readonly reason: Both | undefined;
  readonly mode: "zookeeper" | "kraft";
  readonly brokers: readonly BrokerState[];
  readonly zookeepers: readonly ContainerState[];
  /** The machines of a swarm; none where one machine runs all. */
  readonly nodes: readonly NodeState[];
  /** Those that are no brokers. */
  readonly controllers: readonly ContainerState[];
  /** Undefined where the lab does not migrate out of ZooKeeper, or nothing is known yet. */
  readonly phase: PhaseState | undefined;
  readonly services: readonly ServiceState[];
  readonly topics: readonly TopicState[];
  readonly groups: readonly GroupState[];
}

export interface NodeState {
  readonly name: string;
  readonly address: string;
  /** `gone`: the swarm misses it. `drained`: somebody has taken all tasks from it. */
  readonly state: "ready" | "gone" | "drained";
  /** Whether it leads the swarm. */
  readonly leads: boolean;
}

/** How far the lab is on its way out of ZooKeeper; the steps are those of the setting `migration`. */
export interface PhaseState {
  readonly reached: string;
  readonly wanted: string;
  readonly isThere: boolean;
  readonly next: string | undefined;
  readonly active:
    | { readonly kind: "broker"; readonly id: number }
    | { readonly kind: "controller"; readonly id: number; readonly lag: number }
    | undefined;
  readonly migrated: number;
  readonly brokers: number;
  readonly truth: "zookeeper" | "copied" | "controllers" | undefined;
}

export interface ServiceState extends ContainerState {
  /** By which Kafka knows it, such as `service-b-2`; the container's name begins with that of the lab, if it has one. */
  readonly clientId: string;
}

export interface BrokerState extends ContainerState {
  readonly id: number;
  readonly registered: boolean;
  readonly controller: boolean;
}

export interface TopicState {
  readonly name: string;
  readonly internal: boolean;
  readonly partitions: readonly PartitionState[];
}

export interface PartitionState {
  readonly partition: number;
  /** -1 without one. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly low: number;
  readonly high: number;
  /** The newest records, oldest first: as many as the page shows. */
  readonly latest: readonly RecordCell[];
}

/**
 * A record in the picture. Texts are cut, to 200 characters in the state and to 2,000 elsewhere, with a mark such as
 * `… [+8000 B]`; control characters are made visible; bytes that are no text are written like `[3 B] 00 ff 1a`.
 */
export interface RecordCell {
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly timestampMs: number;
}

export interface GroupState {
  readonly name: string;
  readonly state: string;
  readonly members: readonly {
    readonly clientId: string;
    readonly partitions: readonly (readonly [topic: string, partition: number])[];
  }[];
  readonly positions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly committed: number | undefined;
    readonly lag: number | undefined;
  }[];
}
