import type { LabConfig } from "../project/lab-config.ts";
import type { Parts } from "../reach/unreached.ts";
import { explainUnreached } from "../reach/unreached.ts";
import type { Explanation } from "./explain.ts";
import type { Path } from "./path.ts";
import { splitAddress } from "./path.ts";
import type { Hop } from "./walk.ts";

const notConnected = ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "ETIMEDOUT"];

/**
 * Why a broker's published port takes no connection from this machine, by what Docker knows of its container; undefined
 * where another hop is the broken one, at another address, or Docker knows nothing about it.
 */
export async function explainByDocker(
  { id, address, code = "" }: Hop,
  { from }: Path,
  config: Pick<LabConfig, "brokers" | "kafkaPorts" | "dockerHostIp" | "nodes">,
  parts?: Parts,
): Promise<Explanation | undefined> {
  if (from !== "host" || !/-connection$/.test(id) || !notConnected.includes(code)) return undefined;
  const { host = "", port = 0 } = splitAddress(address) ?? {};
  const container = config.brokers[config.kafkaPorts.indexOf(port)];
  if (
    container === undefined ||
    ![config.dockerHostIp, "localhost", "127.0.0.1", ...config.nodes].includes(host)
  )
    return undefined;
  const why = await explainUnreached({ name: container, container, host, port }, parts);
  return why && { why: `${why.message}.`, todo: why.hint };
}
