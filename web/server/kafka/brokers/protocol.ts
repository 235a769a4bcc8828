// The requests of Kafka's protocol that the picture needs, in the words of kafkajs; offsets are texts of 64 bits there.

/** What is asked, by the name that kafkajs has for the request. */
export interface Asked {
  /** Without topics: of all. */
  readonly Metadata: { readonly topics: readonly string[]; readonly allowAutoTopicCreation: false };
  /** A timestamp in milliseconds, or -1 for the end, -2 for the beginning. */
  readonly ListOffsets: {
    readonly isolationLevel: Isolation;
    readonly topics: readonly PerTopic<{ readonly partition: number; readonly timestamp: number | string }>[];
  };
  readonly Fetch: {
    readonly isolationLevel: Isolation;
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly topics: readonly PerTopic<{
      readonly partition: number;
      readonly fetchOffset: string;
      readonly maxBytes: number;
    }>[];
  };
  readonly ListGroups: Record<string, never>;
  readonly GroupCoordinator: { readonly groupId: string };
  readonly DescribeGroups: { readonly groupIds: readonly string[] };
  /** Without topics: of all that the group has a position in. */
  readonly OffsetFetch: {
    readonly groupId: string;
    readonly topics: readonly PerTopic<{ readonly partition: number }>[];
  };
  /** For a group without members: generation -1 and no member. */
  readonly OffsetCommit: {
    readonly groupId: string;
    readonly groupGenerationId: number;
    readonly memberId: string;
    readonly topics: readonly PerTopic<{ readonly partition: number; readonly offset: string }>[];
  };
}

/** What is answered, with the error codes of Kafka: one part of an answer may be an error, and the others not. */
export interface Answered {
  readonly Metadata: {
    readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
    readonly clusterId: string | null;
    /** -1 without one; in KRaft mode it is any broker. */
    readonly controllerId: number;
    readonly topicMetadata: readonly TopicMetadata[];
  };
  readonly ListOffsets: {
    readonly responses: readonly PerTopic<PartitionError & { readonly offset: string }>[];
  };
  readonly Fetch: {
    readonly responses: readonly {
      readonly topicName: string;
      readonly partitions: readonly FetchedPartition[];
    }[];
  };
  readonly ListGroups: {
    readonly errorCode: number;
    readonly groups: readonly { readonly groupId: string; readonly protocolType: string }[];
  };
  readonly GroupCoordinator: {
    readonly errorCode: number;
    readonly coordinator: { readonly nodeId: number; readonly host: string; readonly port: number };
  };
  readonly DescribeGroups: { readonly groups: readonly DescribedGroup[] };
  readonly OffsetFetch: {
    readonly errorCode?: number;
    readonly responses: readonly PerTopic<PartitionError & { readonly offset: string }>[];
  };
  readonly OffsetCommit: { readonly responses: readonly PerTopic<PartitionError>[] };
}

/** 1 hides what a transaction has not committed, as kafkajs's consumers do. */
type Isolation = 0 | 1;

interface PerTopic<Partition> {
  readonly topic: string;
  readonly partitions: readonly Partition[];
}

interface PartitionError {
  readonly partition: number;
  readonly errorCode: number;
}

export interface TopicMetadata {
  readonly topicErrorCode: number;
  readonly topic: string;
  readonly isInternal: boolean;
  readonly partitionMetadata: readonly {
    readonly partitionErrorCode: number;
    readonly partitionId: number;
    readonly leader: number;
    readonly replicas: readonly number[];
    readonly isr: readonly number[];
  }[];
}

export interface FetchedPartition extends PartitionError {
  readonly highWatermark: string;
  /** Records before it are of no open transaction. */
  readonly lastStableOffset: string;
  /** The first offset, by its name in kafkajs. */
  readonly lastStartOffset?: string;
  readonly abortedTransactions: readonly object[];
  /** Whole batches: it may begin before the wanted offset, and has records that are no messages. */
  readonly messages: readonly FetchedMessage[];
}

export interface FetchedMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  /** Null is a tombstone. */
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | readonly Buffer[] | null>>;
  /** It marks the end of a transaction, and is nobody's message. */
  readonly isControlRecord: boolean;
  /** Left out in formats before Kafka 0.11. */
  readonly batchContext?: { readonly firstOffset: string; readonly lastOffsetDelta: number };
}

export interface DescribedGroup {
  readonly errorCode: number;
  readonly groupId: string;
  readonly state: string;
  readonly protocolType: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly clientId: string;
    readonly memberAssignment: Buffer;
  }[];
}

/** Codes of https://kafka.apache.org/protocol#protocol_error_codes */
export const errorCodes = {
  offsetOutOfRange: 1,
  unknownTopicOrPartition: 3,
  coordinatorLoading: 14,
  coordinatorNotAvailable: 15,
  notCoordinator: 16,
  illegalGeneration: 22,
  unknownMember: 25,
  rebalanceInProgress: 27,
} as const;
