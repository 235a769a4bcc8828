import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * What a process has open, each as words: a file's path, or for a socket both of its ends, as in
 * "tcp 127.0.0.1:5199 to 127.0.0.1:40312" or "unix /run/docker.sock". Linux only, from /proc.
 */
export function openFiles(pid: number): string[] {
  const sockets = new Map([...tcpSockets(pid), ...unixSockets(pid)]);
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    const target = linkOf(`/proc/${pid}/fd/${fd}`);
    if (target === undefined) return []; // closed meanwhile
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    return [inode === undefined ? target : (sockets.get(inode) ?? "socket of another kind")];
  });
}

/** Those of the connections that other processes have opened to a port. */
export function connectionsTo(port: number, files: readonly string[]): string[] {
  return files.filter((file) => file.startsWith(`tcp ${port} to `));
}

function tcpSockets(pid: number): [string, string][] {
  return ["tcp", "tcp6"].flatMap((kind) =>
    rowsOf(`/proc/${pid}/net/${kind}`).flatMap(([, local, remote, state, , , , , , inode]) =>
      inode && state !== "0A"
        ? [[inode, `tcp ${portOf(local)} to ${portOf(remote)}`] as [string, string]]
        : [],
    ),
  );
}

function unixSockets(pid: number): [string, string][] {
  return rowsOf(`/proc/${pid}/net/unix`).flatMap(([, , , , , , inode, path]) =>
    inode ? [[inode, `unix ${path ?? ""}`.trim()] as [string, string]] : [],
  );
}

function rowsOf(table: string): string[][] {
  return readFileSync(table, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((row) => row.trim().split(/\s+/));
}

/** The port of an address as the kernel prints it: hexadecimal, after the colon. */
function portOf(address: string | undefined): number {
  return Number.parseInt(address?.split(":")[1] ?? "", 16);
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
