import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import type Dockerode from "dockerode";
import { isOnThisMachine } from "../../../docker-client/client.ts";

const LISTENING = "0A";

/** Who holds a port, as the subject of a sentence: a container, a process of this machine, or we do not know. */
export async function holderOfPort(docker: Dockerode, port: number): Promise<string> {
  const containers = await docker.listContainers();
  const holder = containers.find(({ Ports }) => Ports.some(({ PublicPort }) => PublicPort === port));
  if (holder !== undefined) return `the container ${holder.Names[0]?.slice(1)}`;
  const process = isOnThisMachine(docker) ? processOnPort(port) : undefined;
  return process ?? "a process on the engine's machine";
}

/** The process that listens on a port, where Linux tells it and we may look. */
function processOnPort(port: number): string | undefined {
  const sockets = new Set(["tcp", "tcp6"].flatMap((table) => listeningSockets(table, port)));
  if (sockets.size === 0) return undefined;
  const pid = readdirSync("/proc").find((entry) => /^\d+$/.test(entry) && holdsOne(entry, sockets));
  return pid === undefined ? undefined : `the process ${nameOf(pid)} (pid ${pid})`;
}

/** Lines of the table are `0: 0100007F:2384 00000000:0000 0A ... inode ...`, ports in hexadecimal. */
function listeningSockets(table: string, port: number): string[] {
  const file = `/proc/net/${table}`;
  if (!existsSync(file)) return [];
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = "", , state]) => state === LISTENING && local.endsWith(`:${wanted}`))
    .map((fields) => `socket:[${fields[9]}]`);
}

function holdsOne(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false; // It belongs to somebody else, or has just ended.
  }
}

function nameOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "that has just ended";
  }
}
