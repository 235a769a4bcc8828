import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** How many ports after the wanted one are tried, before any free one is taken. */
const TRIES = 10;

/**
 * Listens on 127.0.0.1, on the wanted port or, if it is taken, on one after it.
 * @returns the port
 */
export async function listenNear(server: Server, wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + TRIES && port > 0 && port < 65_536; port += 1)
    if (await tryPort(server, port)) return port;
  await listenOn(server, 0);
  return (server.address() as AddressInfo).port;
}

async function tryPort(server: Server, port: number): Promise<boolean> {
  try {
    await listenOn(server, port);
    return true;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE" || code === "EACCES") return false;
    throw error;
  }
}

async function listenOn(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}
