import { existsSync } from "node:fs";
import { hostAddress, hostNumbers, registryAddress } from "../../common/hosts-layout.ts";
import { runLogged } from "../terminal/processes.ts";
import { hostName, lanNamespace, ownAddress, ownInterface } from "./host-layout.ts";

const bridge = "lan0";
const lanAddress = registryAddress.replace(/:\d+$/, "");

/**
 * A bridge in a namespace of its own, with one namespace for each host: this machine's own engine and firewall never see
 * what the hosts say to each other, and nothing leads out of it.
 */
export async function makeHostNetwork() {
  if (!exists(lanNamespace)) {
    await ip("netns", "add", lanNamespace);
    await ip("-n", lanNamespace, "link", "set", "lo", "up");
    await ip("-n", lanNamespace, "link", "add", bridge, "type", "bridge");
    await ip("-n", lanNamespace, "addr", "add", `${lanAddress}/24`, "dev", bridge);
    await ip("-n", lanNamespace, "link", "set", bridge, "up");
    await ip("link", "add", ownInterface, "type", "veth", "peer", "name", "v-own", "netns", lanNamespace);
    await ip("-n", lanNamespace, "link", "set", "v-own", "master", bridge, "up");
    await ip("addr", "add", `${ownAddress}/24`, "dev", ownInterface);
    await ip("link", "set", ownInterface, "up");
  }
  for (const host of hostNumbers) {
    await makeHost(host);
    await giveUpSoon(host);
  }
}

async function makeHost(host: number) {
  const name = hostName(host);
  if (exists(name)) return;
  const peer = peerOf(host);
  await ip("netns", "add", name);
  await ip("-n", name, "link", "set", "lo", "up");
  await ip("-n", lanNamespace, "link", "add", peer, "type", "veth", "peer", "name", "eth0", "netns", name);
  await ip("-n", lanNamespace, "link", "set", peer, "master", bridge, "up");
  await ip("-n", name, "addr", "add", `${hostAddress(host)}/24`, "dev", "eth0");
  await ip("-n", name, "link", "set", "eth0", "up");
  await ip("-n", name, "route", "add", "default", "via", lanAddress);
}

/**
 * A host without power closes no connection, and Linux sends into such a one for 15 minutes before it gives up. For so long
 * an engine would wait to tell a manager that is dead what became of its tasks; and for 5 s to tell the others that its own
 * host lives, which is too late for heartbeats of 1.5 s (host-swarm.ts). On a bridge of one machine no packet is lost, so
 * one that is sent again in vain, within a second, says enough.
 */
function giveUpSoon(host: number) {
  const once = "echo 1 > /proc/sys/net/ipv4/tcp_retries2";
  return ip("netns", "exec", hostName(host), "sh", "-c", once);
}

/** Takes a host's plug out, or puts it in again: it runs on, and nobody hears of it. */
export function setHostLink(host: number, state: "down" | "up") {
  return ip("-n", lanNamespace, "link", "set", peerOf(host), state);
}

/**
 * Removes all interfaces of a host that does not run but its plug, as a loss of power does. The kernel keeps the network
 * of a killed container until its connections have given up, for up to 90 s: its address would answer for that of a new
 * container.
 */
export async function forgetInterfaces(host: number) {
  const name = hostName(host);
  const listed = await ip("-n", name, "-json", "link");
  const links = JSON.parse(listed) as { ifname: string }[];
  for (const { ifname } of links) {
    if (ifname === "lo" || ifname === "eth0") continue;
    await ip("-n", name, "link", "del", ifname).catch(() => undefined); // gone with its other end, or the kernel's own
  }
}

const peerOf = (host: number) => `v-${host}`;

/** Removes the namespaces, and with them their interfaces. */
export async function removeHostNetwork() {
  for (const name of [...hostNumbers.map(hostName), lanNamespace]) {
    if (exists(name)) await ip("netns", "del", name);
  }
}

function exists(namespace: string) {
  return existsSync(`/run/netns/${namespace}`);
}

function ip(...args: string[]) {
  return runLogged("ip", args, { env: { ...process.env, PATH: `${process.env.PATH}:/sbin:/usr/sbin` } });
}
