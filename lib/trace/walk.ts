import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { Address } from "../kafka/broker-connection.ts";
import { askMetadata, connect } from "../kafka/broker-connection.ts";
import type { AdvertisedBroker, ClusterMetadata } from "../kafka/broker-metadata.ts";
import { joinAddress, splitAddress } from "./path.ts";
import { produceAndConsume } from "./probe-round-trip.ts";

type HopId = keyof typeof titles;

export type Hop = { id: HopId; ok: boolean; address: string; seen: string; code?: string; timeMs: number };

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
 * Goes the way of every Kafka client, one hop at a time, and ends at the first that breaks: the bootstrap address is
 * used to ask for the brokers' addresses, and everything after that goes to the addresses in the answer.
 */
export async function* walk(bootstrap: string): AsyncGenerator<Hop, void> {
  const address = splitAddress(bootstrap) ?? { host: bootstrap, port: 0 };
  yield { id: "bootstrap", ok: true, address: bootstrap, seen: bootstrap, timeMs: 0 };
  if (!(yield* hop("bootstrap-name", address, () => resolve(address)))) return;
  if (!(yield* hop("bootstrap-connection", address, () => accepts(address)))) return;
  let cluster: ClusterMetadata | undefined;
  const ask = async () => {
    cluster = await askMetadata(address);
    return describe(cluster);
  };
  if (!(yield* hop("metadata", address, ask)) || !cluster) return;
  const brokers = cluster.brokers.toSorted((a, b) => a.nodeId - b.nodeId);
  for (const broker of brokers) if (!(yield* followBroker(broker, cluster))) return;
  yield* produceAndConsume(bootstrap, (id, action) => hop(id, address, action));
}

/** What one broker advertises; the address is shown before anything is tried with it. */
async function* followBroker(
  broker: AdvertisedBroker,
  cluster: ClusterMetadata,
): AsyncGenerator<Hop, boolean> {
  const address = joinAddress(broker);
  const seen = `broker ${broker.nodeId} says: use ${address}`;
  yield { id: "advertised", ok: true, address, seen, timeMs: 0 };
  if (!(yield* hop("advertised-name", broker, () => resolve(broker)))) return false;
  return yield* hop("advertised-connection", broker, () => sameCluster(broker, cluster));
}

/** Takes one hop; its action says what was seen. The value of the generator is whether it went well. */
async function* hop(
  id: HopId,
  address: Address,
  action: () => Promise<string>,
): AsyncGenerator<Hop, boolean> {
  const startedMs = performance.now();
  const done = (outcome: Pick<Hop, "ok" | "seen" | "code">) => ({
    id,
    address: joinAddress(address),
    ...outcome,
    timeMs: Math.round(performance.now() - startedMs),
  });
  try {
    yield done({ ok: true, seen: await action() });
    return true;
  } catch (error) {
    const { message, code, type } = error as Error & { code?: unknown; type?: string };
    yield done({ ok: false, seen: message || String(code), code: String(type ?? code ?? "unknown") });
    return false;
  }
}

async function resolve({ host }: Address) {
  if (isIP(host)) return `${host} is an address already`;
  const { address } = await lookup(host);
  return `${host} is ${address}`;
}

async function accepts(address: Address) {
  const socket = await connect(address);
  socket.destroy();
  return `${joinAddress(address)} accepts`;
}

/** An address can also lead to somebody else's broker. */
async function sameCluster(address: Address, cluster: ClusterMetadata) {
  const { clusterId } = await askMetadata(address);
  if (clusterId === cluster.clusterId) return `${joinAddress(address)} accepts, same cluster`;
  const message = `cluster ${clusterId} answers there, and the bootstrap was of ${cluster.clusterId}`;
  throw Object.assign(new Error(message), { code: "OTHER_CLUSTER" });
}

function describe({ brokers, clusterId }: ClusterMetadata) {
  if (brokers.length === 0)
    throw Object.assign(new Error("the answer names no broker"), { code: "NO_BROKER" });
  return `cluster ${clusterId}, ${brokers.length} ${brokers.length === 1 ? "broker" : "brokers"}`;
}
