import { randomInt } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

/** A lab's ports; so far apart that no broker, no instance and no https meets another's. */
export interface LabPorts {
  readonly kafkaPort: number;
  readonly serviceAPort: number;
  readonly serviceBPort: number;
}

/**
 * Ports that are free, so that the learner's own lab can run next to this one, and those that a lab derives from them:
 * the next ones for more brokers, every tenth for instances of service-b, 2,000 and 2,001 above for https. They are below the
 * ephemeral ones, where any connection may take a neighbour.
 */
export async function freeLabPorts(): Promise<LabPorts> {
  for (;;) {
    const kafkaPort = randomInt(10_000, 25_000);
    const ports = { kafkaPort, serviceAPort: kafkaPort + 10, serviceBPort: kafkaPort + 20 };
    const derived = [0, 1, 2, 10, 20, 30, 40].map((step) => kafkaPort + step);
    const https = derived.flatMap((port) => [port + 2_000, port + 2_001]);
    if (await areFree(new Set([...derived, ...https]))) return ports;
  }
}

async function areFree(ports: ReadonlySet<number>): Promise<boolean> {
  const servers = await Promise.allSettled([...ports].map(listenOn));
  await Promise.all(servers.map((each) => each.status === "fulfilled" && close(each.value)));
  return servers.every((each) => each.status === "fulfilled");
}

/** One free port. */
export async function freePort(): Promise<number> {
  const server = await listenOn(0);
  const { port } = server.address() as AddressInfo;
  await close(server);
  return port;
}

/** Listens on a port, as another program would. */
export async function listenOn(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** Frees its port. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
