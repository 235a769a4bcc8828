import type { Socket } from "node:net";
import { createConnection } from "node:net";
import type { ClusterMetadata } from "./broker-metadata.ts";
import { metadataRequest, readMetadata } from "./broker-metadata.ts";
import { unframed } from "./wire.ts";

export type Address = { host: string; port: number };

const defaultTimeoutMs = 4_000;

/** A TCP connection and nothing more: it proves that something listens, and not what. */
export function connect({ host, port }: Address, timeoutMs = defaultTimeoutMs): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port, timeout: timeoutMs });
    socket.once("connect", () => resolve(socket));
    socket.once("timeout", () => socket.destroy(silence("ETIMEDOUT", timeoutMs)));
    socket.once("error", (error) => reject(firstOf(error)));
  });
}

/** One request of Kafka's protocol over a connection of its own; the answer comes without its size. */
export async function askBroker(
  address: Address,
  request: Buffer,
  timeoutMs = defaultTimeoutMs,
): Promise<Buffer> {
  const socket = await connect(address, timeoutMs);
  try {
    socket.write(request);
    return await readResponse(socket, timeoutMs);
  } finally {
    socket.destroy();
  }
}

/** The raw answer to a metadata request: the addresses as the broker gives them, whether or not they lead anywhere. */
export async function askMetadata(address: Address): Promise<ClusterMetadata> {
  return readMetadata(await askBroker(address, metadataRequest()));
}

function readResponse(socket: Socket, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      const response = unframed(received);
      if (response) resolve(response);
    });
    socket.on("timeout", () => reject(silence("NO_ANSWER", timeoutMs)));
    socket.on("error", reject);
    socket.on("close", () => reject(coded("CLOSED", "the connection was closed without an answer")));
  });
}

/** Where a name has several addresses, Node tries all of them and reports them together. */
function firstOf(error: Error) {
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}

function silence(code: string, timeoutMs: number) {
  return coded(code, `no answer within ${timeoutMs / 1_000} s`);
}

function coded(code: string, message: string) {
  return Object.assign(new Error(message), { code });
}
