import { createConnection } from "node:net";
import { metadataRequest, readMetadata } from "../kafka/broker-metadata.mjs";

/** @typedef {import("../kafka/broker-metadata.mjs").ClusterMetadata} ClusterMetadata */
/** @typedef {import("../kafka/broker-metadata.mjs").AdvertisedBroker} Broker */
/** @typedef {{ host: string, port: number }} Address */

const timeoutMs = 4_000;

/**
 * A TCP connection and nothing more: it says that something listens, and not what.
 *
 * @param {Address} address
 * @returns {Promise<import("node:net").Socket>}
 */
export function connect({ host, port }) {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port, timeout: timeoutMs });
    socket.once("connect", () => resolve(socket));
    socket.once("timeout", () => socket.destroy(silence("ETIMEDOUT")));
    socket.once("error", (error) => reject(firstOf(error)));
  });
}

/**
 * The raw answer to a metadata request: the addresses as the broker gives them, whether or not they lead anywhere.
 *
 * @param {Address} address
 * @returns {Promise<ClusterMetadata>}
 */
export async function askBroker(address) {
  const socket = await connect(address);
  try {
    socket.write(metadataRequest());
    return readMetadata(await readResponse(socket));
  } finally {
    socket.destroy();
  }
}

/** Its first four bytes are its size. @param {import("node:net").Socket} socket @returns {Promise<Buffer>} */
function readResponse(socket) {
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

/** Where a name has several addresses, Node tries all of them and reports them together. @param {Error} error */
function firstOf(error) {
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}

/** @param {string} code */
function silence(code) {
  return coded(code, `no answer within ${timeoutMs / 1_000} s`);
}

/** @param {string} code @param {string} message */
function coded(code, message) {
  return Object.assign(new Error(message), { code });
}
