import { internalPort, memberName } from "../../common/lab-layout.ts";

/** This machine, a container of the lab's network, or the machine of the engine: in a swarm one of its nodes. */
export type From = "host" | "container" | "node";

export type To = "internal" | "external";

/** Where a client is, and the address it is given. */
export type Path = { from: From; to: To; bootstrap: string };

const brokerAlias = memberName("kafka", 1);

/**
 * The bootstrap address by which each side gets to each listener. From a container the external listener is reached
 * by the broker's name and not by the address that it advertises: the bootstrap must succeed for its answer to be
 * seen.
 */
export function choosePath(
  { from, to, bootstrap }: { from: From; to: To; bootstrap?: string | undefined },
  { dockerHostIp, kafkaPort }: { dockerHostIp: string; kafkaPort: number },
): Path {
  if (bootstrap) return { from, to, bootstrap };
  if (to === "internal") return { from, to, bootstrap: `${brokerAlias}:${internalPort}` };
  if (from === "container") return { from, to, bootstrap: `${brokerAlias}:${kafkaPort}` };
  return { from, to, bootstrap: `${dockerHostIp}:${kafkaPort}` };
}

/** Undefined for what is no `host:port`; an IPv6 address is in brackets. */
export function splitAddress(address: string) {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/i.exec(address) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { host, port: Number(port) };
}

export function joinAddress({ host, port }: { host: string; port: number }) {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
