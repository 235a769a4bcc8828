/** @typedef {"host" | "container"} From */
/** @typedef {"internal" | "external"} To */
/** @typedef {{ from: From, to: To, bootstrap: string }} Path where a client stands, and the address it is given */

const brokerAlias = "kafka";
const internalPort = 29_092;

/**
 * The bootstrap address by which each side gets to each listener. From a container the external listener is reached by
 * the broker's name and not by the address that it advertises: the bootstrap must succeed for its answer to be seen.
 *
 * @param {{ from: From, to: To, bootstrap?: string | undefined }} asked
 * @param {{ dockerHostIp: string, kafkaPort: number }} config
 * @returns {Path}
 */
export function choosePath({ from, to, bootstrap }, { dockerHostIp, kafkaPort }) {
  if (bootstrap) return { from, to, bootstrap };
  if (to === "internal") return { from, to, bootstrap: `${brokerAlias}:${internalPort}` };
  if (from === "container") return { from, to, bootstrap: `${brokerAlias}:${kafkaPort}` };
  return { from, to, bootstrap: `${dockerHostIp}:${kafkaPort}` };
}

/**
 * Undefined for what is no `host:port`; an IPv6 address stands in brackets.
 *
 * @param {string} address
 */
export function splitAddress(address) {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/i.exec(address) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { host, port: Number(port) };
}

/** @param {{ host: string, port: number }} address */
export function joinAddress({ host, port }) {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
