// Types for modules that have none: two codecs, and the internal parts of kafkajs that are fixed here.

declare module "lz4js" {
  export function compressBound(bytes: number): number;
  /** Returns the number of bytes written, 0 where nothing could be saved. The table must be all zero. */
  export function compressBlock(
    source: Uint8Array,
    target: Uint8Array,
    start: number,
    length: number,
    hashTable: Uint32Array,
  ): number;
  export function decompress(input: Uint8Array): Uint8Array;
}

declare module "snappyjs" {
  const snappy: { compress(input: Buffer): Buffer; uncompress(input: Buffer): Buffer };
  export = snappy;
}

declare module "kafkajs/src/network/requestQueue/index.js" {
  class RequestQueue {
    pending: unknown[];
    throttledUntil: number;
    scheduleCheckPendingRequests(): void;
  }
  export = RequestQueue;
}

declare module "kafkajs/src/network/connection.js" {
  class Connection {
    socket: import("node:net").Socket;
    chunks: Buffer[];
    bytesBuffered: number;
    bytesNeeded: number;
    requestQueue: { inflight: Map<number, unknown>; rejectAll(why: unknown): void };
    isConnected(): boolean;
    connect(): Promise<unknown>;
    send(call: { request: { apiKey: number } }): Promise<unknown>;
    disconnect(): Promise<unknown>;
  }
  export = Connection;
}

declare module "kafkajs/src/network/connectionPool.js" {
  import type Connection from "kafkajs/src/network/connection.js";

  type Call = { request: { apiKey: number } };
  class ConnectionPool {
    pool: Connection[];
    constructor(options: object);
    getConnection(): Promise<Connection>;
    getConnectionByRequest(call: Call): Promise<Connection>;
    send(call: Call): Promise<unknown>;
    destroy(): Promise<void>;
  }
  export = ConnectionPool;
}

declare module "kafkajs/src/consumer/consumerGroup.js" {
  import type OffsetManager from "kafkajs/src/consumer/offsetManager/index.js";

  class ConsumerGroup {
    groupId: string;
    memberId: string | null;
    offsetManager: OffsetManager;
    joinAndSync(): Promise<void>;
    leave(): Promise<void>;
    fetch(nodeId: string): Promise<unknown[]>;
    recoverFromFetch(error: Error & { type?: string }): Promise<void>;
  }
  export = ConsumerGroup;
}

declare module "kafkajs/src/consumer/offsetManager/index.js" {
  import type Broker from "kafkajs/src/broker/index.js";
  import type Cluster from "kafkajs/src/cluster/index.js";

  type Offset = { partition: number; offset: string; metadata?: string | null };
  type Topic<Partition> = { topic: string; partitions: Partition[] };
  type Member = { groupId: string; memberId: string; groupGenerationId: number };
  type Coordinator = {
    offsetFetch(of: {
      groupId: string;
      topics: Topic<{ partition: number }>[];
    }): Promise<{ responses: Topic<Offset>[] }>;
    offsetCommit(offsets: Member & { topics: Topic<Offset>[] }): Promise<unknown>;
  };
  class OffsetManager {
    cluster: Cluster;
    groupId: string;
    memberId: string;
    generationId: number;
    topics: string[];
    memberAssignment: Record<string, number[]>;
    topicConfigurations: Record<string, { fromBeginning: boolean }>;
    getCoordinator(): Promise<Broker & Coordinator>;
    resolveOffsets(): Promise<void>;
    uncommittedOffsets(): { topics: Topic<Offset>[] };
    commitOffsets(offsets?: { topics?: Topic<Offset>[] }): Promise<void>;
  }
  export = OffsetManager;
}

declare module "kafkajs/src/broker/index.js" {
  type Call<Result> = {
    request: {
      apiKey: number;
      apiVersion: number;
      apiName: string;
      encode(): Promise<import("kafkajs/src/protocol/encoder.js")>;
    };
    response: {
      decode(payload: Buffer): Promise<Result>;
      parse(decoded: Result): Promise<Result>;
    };
  };
  class Broker {
    versions?: Record<number, { maxVersion: number }>;
    connectionPool: { send<Result>(call: Call<Result>): Promise<Result> };
  }
  export = Broker;
}

declare module "kafkajs/src/cluster/index.js" {
  type Partition = { partition: number };
  type Offsets = { topic: string; partitions: (Partition & { offset: string })[] };
  class Cluster {
    fetchTopicsOffset(
      topics: { topic: string; partitions: Partition[]; fromBeginning?: boolean }[],
    ): Promise<Offsets[]>;
  }
  export = Cluster;
}

declare module "kafkajs/src/protocol/encoder.js" {
  class Encoder {
    writeUVarInt(value: number): this;
    writeUVarIntString(value: string): this;
    writeBuffer(value: Buffer): this;
    writeBoolean(value: boolean): this;
  }
  export = Encoder;
}

declare module "kafkajs/src/protocol/decoder.js" {
  class Decoder {
    constructor(payload: Buffer);
    readInt16(): number;
    readInt32(): number;
    readUVarInt(): number;
    readUVarIntString(): string | null;
    readUVarIntArray<Item>(read: (decoder: Decoder) => Item): Item[];
    readBytes(length: number): Buffer | null;
    readTaggedFields(): void;
  }
  export = Decoder;
}
