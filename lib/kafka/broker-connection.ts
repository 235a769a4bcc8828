import type { Socket } from "node:net";
import { createConnection } from "node:net";
import type { ClusterMetadata } from "./broker-metadata.ts";
import { metadataRequest, readMetadata } from "./broker-metadata.ts";

export type Address = { host: string; port: number };

const timeoutMs = 4_000;

/** A TCP connection and nothing more: it says that something listens, and not what. */
export function connect({ host, port }: Address): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port, timeout: timeoutMs });
    socket.once("connect", () => resolve(socket));
    socket.once("timeout", () => socket.destroy(silence("ETIMEDOUT")));
    socket.once("error", (error) => reject(firstOf(error)));
  });
}

/** The raw answer to a metadata request: the addresses as the broker gives them, whether or not they lead anywhere. */
export async function askBroker(address: Address): Promise<ClusterMetadata> {
  const socket = await connect(address);
  try {
    socket.write(metadataRequest());
    return readMetadata(await readResponse(socket));
  } finally {
    socket.destroy();
  }
}

/** Its first four bytes are its size. */
function readResponse(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE()) return;
      resolve(received.subarray(4));
    });
    socket.on("timeout", () => reject(silence("NO_ANSWER")));
    socket.on("error", reject);
    socket.on("close", () => reject(coded("CLOSED", "the connection was closed without an answer")));
  });
}

/** Where a name has several addresses, Node tries all of them and reports them together. */
function firstOf(error: Error) {
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}

function silence(code: string) {
  return coded(code, `no answer within ${timeoutMs / 1_000} s`);
}

function coded(code: string, message: string) {
  return Object.assign(new Error(message), { code });
}
