import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { askBroker, connect } from "./broker-connection.mjs";
import { joinAddress, splitAddress } from "./path.mjs";
import { produceAndConsume } from "./probe-round-trip.mjs";

/** @typedef {import("./broker-connection.mjs").ClusterMetadata} ClusterMetadata */
/** @typedef {{ host: string, port: number }} Address */
/** @typedef {keyof typeof titles} HopId */
/** @typedef {{ id: HopId, ok: boolean, address: string, seen: string, code?: string, timeMs: number }} Hop */

/** Every hop of a client's way, in order, under the name by which it is shown. */
export const titles = {
  bootstrap: "bootstrap address",
  "bootstrap-name": "name resolution",
  "bootstrap-connection": "TCP connection",
  metadata: "metadata answer",
  advertised: "advertised address",
  "advertised-name": "name resolution",
  "advertised-connection": "connection to it",
  produce: "produce",
  consume: "consume",
};

/**
 * Goes the way of every Kafka client, one hop at a time, and ends at the first that breaks: the bootstrap address is used
 * to ask for the brokers' addresses, and everything after that goes to the addresses in the answer.
 *
 * @param {string} bootstrap
 * @returns {AsyncGenerator<Hop, void>}
 */
export async function* walk(bootstrap) {
  const address = splitAddress(bootstrap) ?? { host: bootstrap, port: 0 };
  yield { id: "bootstrap", ok: true, address: bootstrap, seen: bootstrap, timeMs: 0 };
  if (!(yield* hop("bootstrap-name", address, () => resolve(address)))) return;
  if (!(yield* hop("bootstrap-connection", address, () => accepts(address)))) return;
  /** @type {ClusterMetadata | undefined} */
  let cluster;
  const ask = async () => {
    cluster = await askBroker(address);
    return describe(cluster);
  };
  if (!(yield* hop("metadata", address, ask)) || !cluster) return;
  const brokers = cluster.brokers.toSorted((a, b) => a.nodeId - b.nodeId);
  for (const broker of brokers) if (!(yield* followBroker(broker, cluster))) return;
  yield* produceAndConsume(bootstrap, (id, action) => hop(id, address, action));
}

/**
 * What one broker advertises; the address is shown before anything is tried with it.
 *
 * @param {import("./broker-connection.mjs").Broker} broker
 * @param {ClusterMetadata} cluster
 * @returns {AsyncGenerator<Hop, boolean>}
 */
async function* followBroker(broker, cluster) {
  const address = joinAddress(broker);
  const seen = `broker ${broker.nodeId} says: use ${address}`;
  yield { id: "advertised", ok: true, address, seen, timeMs: 0 };
  if (!(yield* hop("advertised-name", broker, () => resolve(broker)))) return false;
  return yield* hop("advertised-connection", broker, () => sameCluster(broker, cluster));
}

/**
 * @param {HopId} id
 * @param {Address} address
 * @param {() => Promise<string>} action says what was seen
 * @returns {AsyncGenerator<Hop, boolean>} whether it went well
 */
async function* hop(id, address, action) {
  const startedMs = performance.now();
  const done = (/** @type {Pick<Hop, "ok" | "seen" | "code">} */ outcome) => ({
    id,
    address: joinAddress(address),
    ...outcome,
    timeMs: Math.round(performance.now() - startedMs),
  });
  try {
    yield done({ ok: true, seen: await action() });
    return true;
  } catch (error) {
    const { message, code, type } = /** @type {Error & { code?: unknown, type?: string }} */ (error);
    yield done({ ok: false, seen: message || String(code), code: String(type ?? code ?? "unknown") });
    return false;
  }
}

/** @param {Address} address */
async function resolve({ host }) {
  if (isIP(host)) return `${host} is an address already`;
  const { address } = await lookup(host);
  return `${host} is ${address}`;
}

/** @param {Address} address */
async function accepts(address) {
  const socket = await connect(address);
  socket.destroy();
  return `${joinAddress(address)} accepts`;
}

/** An address can also lead to somebody else's broker. @param {Address} address @param {ClusterMetadata} cluster */
async function sameCluster(address, cluster) {
  const { clusterId } = await askBroker(address);
  if (clusterId === cluster.clusterId) return `${joinAddress(address)} accepts, same cluster`;
  const message = `cluster ${clusterId} answers there, and the bootstrap was of ${cluster.clusterId}`;
  throw Object.assign(new Error(message), { code: "OTHER_CLUSTER" });
}

/** @param {ClusterMetadata} cluster */
function describe({ brokers, clusterId }) {
  if (brokers.length === 0)
    throw Object.assign(new Error("the answer names no broker"), { code: "NO_BROKER" });
  return `cluster ${clusterId}, ${brokers.length} ${brokers.length === 1 ? "broker" : "brokers"}`;
}
