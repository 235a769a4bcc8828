// Types for what comes without: two codecs, and the inner parts of kafkajs that are mended.

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
  class ConsumerGroup {
    groupId: string;
    memberId: string | null;
    joinAndSync(): Promise<void>;
    leave(): Promise<void>;
    recoverFromFetch(error: Error & { type?: string }): Promise<void>;
  }
  export = ConsumerGroup;
}
