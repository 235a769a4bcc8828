import { int32, int64, ResponseReader } from "../kafka/wire.ts";

/** A request of ZooKeeper's protocol about one node of its tree; each answer is read by its kind. */
export type Request =
  | { readonly kind: "get" | "children" | "delete"; readonly path: string }
  | { readonly kind: "set"; readonly path: string; readonly data: string };

/** The data of the node, or the names of its children; undefined if there is no such node. */
export type Answer = { readonly data: string; readonly children: readonly string[] } | undefined;

/** https://github.com/apache/zookeeper/blob/release-3.8.4/zookeeper-server/src/main/java/org/apache/zookeeper/ZooDefs.java */
const types = { delete: 2, get: 4, set: 5, children: 8 } as const;
const [syncType, closeType] = [9, -11];
const noNode = -101;
const sessionTimeoutMs = 10_000;

/**
 * All that a session sends, from its first byte to its last: it asks the leader for what is newest, then the requests, and
 * closes, so that the end of the stream is the end of the answers.
 */
export function encodeSession(requests: readonly Request[]): Buffer {
  const password = Buffer.alloc(16);
  const connect = [int32(0), int64(0), int32(sessionTimeoutMs), int64(0), buffer(password)];
  const asked = requests.map((request, index) =>
    framed(int32(index + 1), int32(types[request.kind]), ...argumentsOf(request)),
  );
  const sync = framed(int32(requests.length + 1), int32(syncType), buffer(Buffer.from("/")));
  const close = framed(int32(requests.length + 2), int32(closeType));
  return Buffer.concat([framed(...connect), sync, ...asked, close]);
}

/** The answers to those requests, in their order. Throws where the stream ends too early, as without a quorum. */
export function decodeSession(stream: Buffer, requests: readonly Request[]): Answer[] {
  const [, , ...answers] = framesOf(stream);
  if (answers.length < requests.length) throw new Error("ZooKeeper closed the connection without an answer");
  return requests.map(({ kind }, index) => readAnswer(kind, answers[index] ?? Buffer.alloc(0)));
}

function argumentsOf(request: Request): Buffer[] {
  const path = buffer(Buffer.from(request.path));
  const anyVersion = int32(-1);
  if (request.kind === "delete") return [path, anyVersion];
  if (request.kind === "set") return [path, buffer(Buffer.from(request.data)), anyVersion];
  const noWatch = Buffer.from([0]);
  return [path, noWatch];
}

function readAnswer(kind: Request["kind"], frame: Buffer): Answer {
  const reader = new ResponseReader(frame);
  reader.skip(4 + 8); // the request's number, the transaction's
  const error = reader.int32();
  if (error === noNode) return undefined;
  if (error !== 0) throw new Error(`ZooKeeper answered with error ${error}`);
  const text = () => reader.text(Math.max(0, reader.int32()));
  if (kind === "get") return { data: text(), children: [] };
  if (kind === "children") return { data: "", children: Array.from({ length: reader.int32() }, text) };
  return { data: "", children: [] };
}

function framesOf(stream: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at + 4 <= stream.length; ) {
    const end = at + 4 + stream.readInt32BE(at);
    if (end > stream.length) break;
    frames.push(stream.subarray(at + 4, end));
    at = end;
  }
  return frames;
}

function framed(...parts: readonly Buffer[]): Buffer {
  return buffer(Buffer.concat(parts));
}

/** Its length in bytes comes first. */
function buffer(bytes: Buffer): Buffer {
  return Buffer.concat([int32(bytes.length), bytes]);
}
