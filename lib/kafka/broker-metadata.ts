/**
 * A request of Kafka's protocol that asks for the brokers and no topic: Metadata (API key 3) in version 4, which every
 * broker from 0.11 on speaks. https://kafka.apache.org/protocol
 */
export function metadataRequest() {
  const clientId = Buffer.from("doctor");
  const body = Buffer.alloc(10 + clientId.length + 5);
  body.writeInt16BE(3, 0);
  body.writeInt16BE(4, 2);
  body.writeInt32BE(1, 4);
  body.writeInt16BE(clientId.length, 8);
  clientId.copy(body, 10);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

export type AdvertisedBroker = { nodeId: number; host: string; port: number };

export type ClusterMetadata = { brokers: AdvertisedBroker[]; clusterId: string; controllerId: number };

/** The answer to that request. `response`: without its leading size. */
export function readMetadata(response: Buffer): ClusterMetadata {
  let at = 8; // correlation id, throttle time
  const int32 = () => {
    at += 4;
    return response.readInt32BE(at - 4);
  };
  const string = () => {
    const start = at + 2;
    at = start + Math.max(0, response.readInt16BE(at));
    return response.toString("utf8", start, at);
  };
  const brokers = Array.from({ length: int32() }, () => {
    const broker = { nodeId: int32(), host: string(), port: int32() };
    string(); // rack
    return broker;
  });
  return { brokers, clusterId: string(), controllerId: int32() };
}

/**
 * The addresses that the broker advertises to whoever came by the listener that was asked. `response`: without its
 * leading size. Returns `host:port`.
 */
export function advertisedAddresses(response: Buffer): string[] {
  return readMetadata(response).brokers.map(({ host, port }) => `${host}:${port}`);
}
