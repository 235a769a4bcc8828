import type { Finding } from "./finding.ts";

/** These variables send a request for http://localhost to a proxy; only curl ignores HTTP_PROXY in capitals. */
const proxyVariables = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
const local = ["localhost", "127.0.0.1"];

/**
 * A proxy cannot reach this machine's own ports, so every program that honours the environment must be configured to
 * connect to them directly.
 */
export function checkProxy(env: NodeJS.ProcessEnv = process.env): Finding {
  const finding = { check: "proxy", expected: "none, or one that is not asked for localhost and 127.0.0.1" };
  const set = proxyVariables.filter((name) => env[name]);
  if (set.length === 0) return { ...finding, seen: "none" };
  const proxies = set.map((name) => `${name} (${placeOf(env[name] ?? "")})`).join(", ");
  // Programs differ in which of the two they read, and which first: if both are set, both must list the hosts.
  const lists = ["no_proxy", "NO_PROXY"].filter((name) => env[name]);
  const missing = local.filter(
    (host) => lists.length === 0 || lists.some((name) => !spares(env[name] ?? "", host)),
  );
  if (missing.length === 0) return { ...finding, seen: `${proxies}; both are left out of it` };
  const kept = [...new Set(lists.flatMap((name) => entriesOf(env[name] ?? "")))];
  const value = [...new Set([...kept, ...local, "::1"])].join(",");
  return {
    ...finding,
    seen: `${proxies}, without ${missing.join(" and ")} in ${lists.join(" and ") || "no_proxy"}`,
    todo: `export no_proxy=${quote(value)}; export NO_PROXY="$no_proxy"`,
  };
}

/** Only the proxy's host and port, because the address may contain a password. */
function placeOf(proxy: string) {
  const url = /^\w+:\/\//.test(proxy) ? proxy : `http://${proxy}`;
  return URL.canParse(url)
    ? new URL(url).host || "an address that cannot be read"
    : "an address that cannot be read";
}

function entriesOf(list: string) {
  return list.split(/[\s,]+/).filter(Boolean);
}

/**
 * Whether a list excludes a host from the proxy, in the forms that all programs support: a name, its domain, a lone
 * `*`, and for an address a network (curl from 7.86 on, Go and Python).
 */
function spares(list: string, host: string) {
  return entriesOf(list.toLowerCase()).some((entry) => {
    if (entry === "*") return true;
    const [address = "", bits] = entry.split("/");
    if (bits !== undefined) return isInNetwork(host, address, Number(bits));
    return entry.replace(/^\*?\./, "") === host;
  });
}

function isInNetwork(host: string, network: string, bits: number) {
  const [a, b] = [numberOf(host), numberOf(network)];
  if (a === undefined || b === undefined || !(bits >= 0 && bits <= 32)) return false;
  const size = 2 ** (32 - bits);
  return Math.floor(a / size) === Math.floor(b / size);
}

function numberOf(address: string) {
  if (!/^\d+(\.\d+){3}$/.test(address)) return undefined;
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Quotes for a shell: anything other than a list of hosts must not be run. */
function quote(value: string) {
  return /^[\w.:,*/[\]-]+$/.test(value) && !value.includes("*")
    ? value
    : `'${value.replaceAll("'", "'\\''")}'`;
}
