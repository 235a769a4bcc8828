import kafkajs from "kafkajs";
import type { Address, OpenLink } from "../brokers/broker-link.ts";
import type { Answered, Asked, DescribedGroup, FetchedMessage } from "../brokers/protocol.ts";

/** A partition in memory: `records` from `low` on, without gaps. */
export interface FakePartition {
  leader: number;
  low: number;
  records: FakeRecord[];
}

export interface FakeRecord {
  readonly key?: string | null;
  readonly value?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timestampMs?: number;
  readonly isControl?: boolean;
}

export interface FakeGroup {
  state: string;
  members: { clientId: string; assignment: Record<string, number[]> }[];
  /** By topic, then partition. */
  committed: Record<string, Record<number, number>>;
}

/** Brokers that answer from memory, in place of links; what they are asked is noted. */
export interface FakeKafka {
  readonly open: OpenLink;
  /** By their ids; one at a time may be left out. */
  readonly brokers: Map<number, Address>;
  readonly topics: Map<string, FakePartition[]>;
  readonly groups: Map<string, FakeGroup>;
  readonly asked: (keyof Asked)[];
  clusterId: string;
  /** Brokers that do not answer. */
  readonly silent: Set<number>;
  /** What is asked and never answered. */
  readonly held: Set<keyof Asked>;
  readonly opened: () => number;
  /** How many links are open now. */
  readonly links: () => number;
}

export function fakeKafka({ brokers = 1, partitions = 1 } = {}): FakeKafka {
  const ids = Array.from({ length: brokers }, (_, index) => index + 1);
  let opened = 0;
  let links = 0;
  const kafka: FakeKafka = {
    brokers: new Map(ids.map((id) => [id, { host: "127.0.0.1", port: 9091 + id }])),
    topics: new Map([
      [
        "message-topic",
        Array.from({ length: partitions }, (_, index) => ({
          leader: (index % brokers) + 1,
          low: 0,
          records: [],
        })),
      ],
    ]),
    groups: new Map(),
    asked: [],
    clusterId: "one",
    silent: new Set(),
    held: new Set(),
    opened: () => opened,
    links: () => links,
    open: async ({ port }) => {
      opened += 1;
      const nodeId = [...kafka.brokers].find(([, address]) => address.port === port)?.[0];
      if (nodeId === undefined || kafka.silent.has(nodeId)) throw new Error("refused");
      let isDead = false;
      let isOpen = true;
      links += 1;
      const gone = Promise.withResolvers<never>();
      gone.promise.catch(() => undefined);
      return {
        ask: async (api, asked) => {
          kafka.asked.push(api);
          if (kafka.silent.has(nodeId)) isDead = true;
          if (isDead) throw new Error("closed");
          if (kafka.held.has(api)) return gone.promise;
          const answering = answers[api](kafka, asked as never, nodeId) as Promise<never>;
          return Promise.race([answering, gone.promise]);
        },
        isDead: () => isDead,
        close: () => {
          isDead = true;
          if (isOpen) links -= 1;
          isOpen = false;
          gone.reject(new Error("closed"));
        },
      };
    },
  };
  return kafka;
}

/** Appends records to a partition, and wakes whoever waits for them. */
export function append({ topics }: FakeKafka, partition: number, ...records: FakeRecord[]): void {
  topics.get("message-topic")?.[partition]?.records.push(...records);
}

type Answers = {
  [Api in keyof Asked]: (kafka: FakeKafka, asked: Asked[Api], nodeId: number) => Promise<Answered[Api]>;
};

const answers: Answers = {
  Metadata: async ({ brokers, topics, clusterId }) => ({
    clusterId,
    brokers: [...brokers].map(([nodeId, address]) => ({ nodeId, ...address })),
    controllerId: 1,
    topicMetadata: [...topics].map(([topic, partitions]) => ({
      topicErrorCode: 0,
      topic,
      isInternal: topic.startsWith("__"),
      partitionMetadata: partitions.map(({ leader }, partitionId) => ({
        partitionErrorCode: leader < 0 ? 5 : 0,
        partitionId,
        leader,
        replicas: [Math.abs(leader)],
        isr: leader < 0 ? [] : [leader],
      })),
    })),
  }),
  ListOffsets: async (kafka, { topics }, nodeId) => ({
    responses: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition, timestamp }) => {
        const found = kafka.topics.get(topic)?.[partition];
        if (found?.leader !== nodeId) return { partition, errorCode: 6, offset: "-1" };
        return { partition, errorCode: 0, offset: String(offsetAt(found, Number(timestamp))) };
      }),
    })),
  }),
  Fetch: async (kafka, asked, nodeId) => {
    const until = performance.now() + asked.maxWaitTime;
    for (;;) {
      const answer = fetched(kafka, asked, nodeId);
      const isSomething = answer.responses.some(({ partitions }) =>
        partitions.some(({ messages, errorCode }) => messages.length > 0 || errorCode !== 0),
      );
      if (isSomething || performance.now() >= until) return answer;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  },
  ListGroups: async ({ groups }) => ({
    errorCode: 0,
    groups: [...groups.keys()].map((groupId) => ({ groupId, protocolType: "consumer" })),
  }),
  GroupCoordinator: async ({ brokers }) => {
    const [nodeId, address] = [...brokers][0] ?? [-1, { host: "", port: 0 }];
    return { errorCode: 0, coordinator: { nodeId, ...address } };
  },
  DescribeGroups: async ({ groups }, { groupIds }) => ({
    groups: groupIds.map((groupId) => described(groupId, groups.get(groupId))),
  }),
  OffsetFetch: async ({ groups }, { groupId }) => ({
    errorCode: 0,
    responses: Object.entries(groups.get(groupId)?.committed ?? {}).map(([topic, offsets]) => ({
      topic,
      partitions: Object.entries(offsets).map(([partition, offset]) => ({
        partition: Number(partition),
        errorCode: 0,
        offset: String(offset),
      })),
    })),
  }),
  OffsetCommit: async ({ groups }, { groupId, topics }) => {
    const group = groups.get(groupId);
    const errorCode = group && group.state !== "Empty" ? 25 : 0;
    for (const { topic, partitions } of errorCode === 0 ? topics : []) {
      const offsets = partitions.map(({ partition, offset }) => [partition, Number(offset)]);
      if (group) group.committed[topic] = { ...group.committed[topic], ...Object.fromEntries(offsets) };
    }
    const responses = topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition }) => ({ partition, errorCode })),
    }));
    return { responses };
  },
};

function offsetAt({ low, records }: FakePartition, timestamp: number): number {
  if (timestamp === -1) return low + records.length;
  if (timestamp === -2) return low;
  const index = records.findIndex(({ timestampMs = 0 }) => timestampMs >= timestamp);
  return index < 0 ? -1 : low + index;
}

function fetched(kafka: FakeKafka, { topics }: Asked["Fetch"], nodeId: number): Answered["Fetch"] {
  return {
    responses: topics.map(({ topic, partitions }) => ({
      topicName: topic,
      partitions: partitions.map(({ partition, fetchOffset }) => {
        const found = kafka.topics.get(topic)?.[partition];
        const none = { partition, abortedTransactions: [], messages: [] };
        if (!found) return { ...none, errorCode: 3, highWatermark: "-1", lastStableOffset: "-1" };
        const high = String(found.low + found.records.length);
        const answer = { ...none, errorCode: 0, highWatermark: high, lastStableOffset: high };
        if (found.leader !== nodeId) return { ...answer, errorCode: 6 };
        const at = Number(fetchOffset) - found.low;
        if (at < 0 || at > found.records.length) return { ...answer, errorCode: 1 };
        // Batches of ten, which come whole.
        const start = Math.floor(at / 10) * 10;
        const messages = at === found.records.length ? [] : messagesOf(found, start, start + 50);
        return { ...answer, lastStartOffset: String(found.low), messages };
      }),
    })),
  };
}

function messagesOf({ low, records }: FakePartition, start: number, end: number): FetchedMessage[] {
  return records
    .slice(start, end)
    .map(({ key = null, value = null, headers = {}, timestampMs = 0, isControl }, at) => ({
      offset: String(low + start + at),
      timestamp: String(timestampMs),
      key: key === null ? null : Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
      headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
      isControlRecord: isControl === true,
      batchContext: { firstOffset: String(low + start + at), lastOffsetDelta: 0 },
    }));
}

function described(groupId: string, group: FakeGroup | undefined): DescribedGroup {
  const { state, members } = group ?? { state: "Dead", members: [] };
  const { MemberAssignment } = kafkajs.AssignerProtocol;
  return {
    errorCode: 0,
    groupId,
    state,
    protocolType: "consumer",
    members: members.map(({ clientId, assignment }, index) => ({
      memberId: `${clientId}-${index}`,
      clientId,
      memberAssignment: MemberAssignment.encode({ version: 0, assignment, userData: Buffer.alloc(0) }),
    })),
  };
}
