import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { framed, int16, int32, string } from "../wire.ts";

/** A server that speaks as much of Kafka's protocol as a bootstrap needs: it answers every request with its metadata. */
export async function startBroker(
  advertised: (port: number) => { host: string; port: number },
  clusterId = "cluster-1",
): Promise<{ port: number; server: Server }> {
  const { port, server } = await startServer((socket) => {
    socket.on("data", () => socket.write(metadataResponse(advertised(port), clusterId)));
  });
  return { port, server };
}

/** A server on a port that was free. */
export async function startServer(
  onConnection: (socket: Socket) => void,
): Promise<{ port: number; server: Server }> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined); // the client may be gone before the answer
    onConnection(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`no port: ${address}`);
  return { port: address.port, server };
}

/** Metadata in version 4, framed: one broker, no topics. https://kafka.apache.org/protocol */
function metadataResponse({ host, port }: { host: string; port: number }, clusterId: string): Buffer {
  const broker = [int32(1), string(host), int32(port), int16(-1)];
  return framed(int32(1), int32(0), int32(1), ...broker, string(clusterId), int32(1), int32(0));
}
