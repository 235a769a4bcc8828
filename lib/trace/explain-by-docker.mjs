import { explainUnreached } from "../reach/unreached.mjs";
import { splitAddress } from "./path.mjs";

const notConnected = ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "ETIMEDOUT"];

/**
 * Why a broker's published port takes no connection from this machine, by what Docker knows of its container; undefined
 * where it is another hop that breaks, another address, or Docker has no word on it.
 *
 * @param {import("./walk.mjs").Hop} hop the one that broke
 * @param {import("./path.mjs").Path} path
 * @param {Pick<import("../project/lab-config.mjs").LabConfig, "brokers" | "kafkaPorts" | "dockerHostIp">} config
 * @param {import("../reach/unreached.mjs").Parts} [parts]
 * @returns {Promise<import("./explain.mjs").Explanation | undefined>}
 */
export async function explainByDocker({ id, address, code = "" }, { from }, config, parts) {
  if (from !== "host" || !/-connection$/.test(id) || !notConnected.includes(code)) return undefined;
  const { host = "", port = 0 } = splitAddress(address) ?? {};
  const container = config.brokers[config.kafkaPorts.indexOf(port)];
  if (container === undefined || ![config.dockerHostIp, "localhost", "127.0.0.1"].includes(host))
    return undefined;
  const why = await explainUnreached({ name: container, container, host, port }, parts);
  return why && { why: `${why.message}.`, todo: why.hint };
}
