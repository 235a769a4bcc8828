import { encodeRequest, int32, ResponseReader } from "./wire.ts";

/** Metadata, in a version that every broker from 0.11 on speaks: https://kafka.apache.org/protocol */
const metadata = { apiKey: 3, version: 4, clientId: "doctor" };

/** A request of Kafka's protocol that asks for the brokers and for no topic. */
export function metadataRequest() {
  const noTopics = int32(0);
  const createsNone = Buffer.from([0]);
  return encodeRequest(metadata, noTopics, createsNone);
}

export type AdvertisedBroker = { nodeId: number; host: string; port: number };

export type ClusterMetadata = { brokers: AdvertisedBroker[]; clusterId: string; controllerId: number };

/** Reads the answer to that request, which is given without its size. */
export function readMetadata(response: Buffer): ClusterMetadata {
  const reader = new ResponseReader(response);
  reader.skip(8); // correlation id, throttle time
  const brokers = Array.from({ length: reader.int32() }, () => {
    const broker = { nodeId: reader.int32(), host: reader.string(), port: reader.int32() };
    reader.string(); // rack
    return broker;
  });
  return { brokers, clusterId: reader.string(), controllerId: reader.int32() };
}

/** The addresses, as `host:port`, that the broker advertises to a client of the listener that was asked. */
export function advertisedAddresses(response: Buffer): string[] {
  return readMetadata(response).brokers.map(({ host, port }) => `${host}:${port}`);
}
