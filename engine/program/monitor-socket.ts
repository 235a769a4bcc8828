import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Unix socket in a folder that only the user can access; connections wait until the monitor accepts them. */
export interface MonitorSocket {
  /** `unix:PATH`, as gRPC names it. */
  readonly address: string;
  acceptWith(accept: (connection: Socket) => void): void;
  close(): void;
}

/**
 * Opens the socket at once, so that the program can start before the protocol's server is loaded: both take time, and
 * neither waits for the other.
 */
export async function openMonitorSocket(): Promise<MonitorSocket> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-"));
  const path = join(folder, "monitor.sock");
  const early: Socket[] = [];
  let accept = (connection: Socket): void => void early.push(connection);
  const server = createServer((connection) => accept(connection));
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
  return {
    address: `unix:${path}`,
    acceptWith(next) {
      accept = next;
      for (const connection of early.splice(0)) next(connection);
    },
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
