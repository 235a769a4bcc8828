import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

/** The state of a listening socket in the kernel's tables. */
const LISTENING = "0A";

/**
 * Finds the process on this machine that listens on a port, in Linux's tables: from the socket's inode to the process that
 * has it open. Undefined when there is none, on other systems, and when the process belongs to another user, because
 * only root can see its files.
 * @param hostIp an IPv4 address; a process that listens on all addresses counts too. Without it, any address counts
 */
export function processListeningOn(port: number, hostIp?: string): { pid: number; name: string } | undefined {
  const sockets = listeningInodes(port, hostIp).map((inode) => `socket:[${inode}]`);
  if (sockets.length === 0) return undefined;
  const pids = unlessGone(() => readdirSync("/proc"), []).filter((entry) => /^\d+$/.test(entry));
  const pid = pids.find((entry) => openFiles(entry).some((file) => sockets.includes(file)));
  return pid === undefined ? undefined : { pid: Number(pid), name: programOf(pid) };
}

/** Lines of the table are `0: 0100007F:2384 00000000:0000 0A ... inode ...`; the bytes of an address are reversed. */
function listeningInodes(port: number, hostIp: string | undefined): (string | undefined)[] {
  const wanted = hexadecimal(port, 4);
  const hosts = hostIp === undefined ? undefined : hostsOf(hostIp);
  return ["/proc/net/tcp", "/proc/net/tcp6"]
    .flatMap((table) => unlessGone(() => readFileSync(table, "utf8"), "").split("\n"))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = "", , state]) => {
      const [host = "", number] = local.split(":");
      return state === LISTENING && number === wanted && (hosts === undefined || hosts.includes(host));
    })
    .map((fields) => fields[9]);
}

/** The address and the one for all addresses, in the forms of both tables. */
function hostsOf(hostIp: string): string[] {
  const bytes = hostIp.split(".").reverse();
  const address = bytes.map((byte) => hexadecimal(Number(byte), 2)).join("");
  return [address, "0".repeat(8), "0".repeat(32), `${"0".repeat(16)}FFFF0000${address}`];
}

function hexadecimal(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

/** The name of the executable; a program may change its process name, as Node does. */
function programOf(pid: string): string {
  const [program = ""] = unlessGone(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"), "").split("\0");
  return basename(program) || "of an unknown name";
}

function openFiles(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  return unlessGone(() => readdirSync(folder), []).map((fd) =>
    unlessGone(() => readlinkSync(`${folder}/${fd}`), ""),
  );
}

/** A process or file that has gone or cannot be read counts as missing. */
function unlessGone<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
