// Types for what comes without: two codecs, and the one inner part of kafkajs that kafkajs-timers.ts mends.

declare module "lz4js" {
  export function compress(input: Uint8Array): Uint8Array;
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
