import { networkInterfaces } from "node:os";
import { askMetadata } from "../../lib/kafka/broker-connection.ts";
import { joinAddress, splitAddress } from "../../lib/trace/path.ts";
import { walk } from "../../lib/trace/walk.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";

/** What a broker has registered in ZooKeeper, and when. */
interface Registration {
  readonly endpoints: readonly string[];
  readonly timestamp: string;
}

/** The address that the broker returns to a client of the external listener. */
export async function externalAddress(lab: WorkshopLab) {
  const { brokers } = await askMetadata(splitAddress(lab.kafka.bootstrap()) ?? { host: "", port: 0 });
  return brokers.map(joinAddress).join(", ");
}

/**
 * The external addresses that brokers have advertised since then, the last one included. At every start a broker
 * registers its addresses in ZooKeeper, whose log keeps all that it was ever told.
 */
export async function advertisedSince(lab: WorkshopLab, sinceMs: number): Promise<string[]> {
  const pattern = String.raw`\{[^{}]*(\{[^{}]*\}[^{}]*)*"endpoints":[^{}]*\}`;
  const find = `grep -aohE '${pattern}' /var/lib/zookeeper/log/version-2/log.*`;
  const { stdout } = await lab.exec("zookeeper", ["bash", "-c", find]);
  return stdout
    .split("\n")
    .flatMap(parse)
    .filter(({ timestamp }) => Number(timestamp) > sinceMs)
    .flatMap(({ endpoints }) => endpoints.filter((endpoint) => endpoint.includes("EXTERNAL://")))
    .map((endpoint) => endpoint.split("://")[1] ?? "");
}

/** Whether a client on this machine could not have used it: another host, or a port that was never published. */
export function leadsNowhere(address: string, ports: readonly (number | undefined)[]) {
  const { host = "", port } = splitAddress(address) ?? {};
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const isHere = host.startsWith("127.") || host === "localhost" || own.some((each) => each.address === host);
  return !isHere || !ports.includes(port);
}

/** The first hop that breaks on a client's way from this machine, and undefined if the way is whole. */
export async function brokenHop(bootstrap: string) {
  for await (const hop of walk(bootstrap)) if (!hop.ok) return hop;
  return undefined;
}

function parse(text: string): Registration[] {
  try {
    const { endpoints, timestamp } = JSON.parse(text);
    return Array.isArray(endpoints) ? [{ endpoints, timestamp }] : [];
  } catch {
    return []; // cut off, as the last record of a log may be
  }
}
