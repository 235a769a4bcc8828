import { LabError } from "../../common/lab-error.mjs";
import type { LabConfig } from "../project/lab-config.ts";
import type { Parts } from "./unreached.ts";
import { acceptsConnection, explainUnreached } from "./unreached.ts";

/**
 * A service that runs on this machine needs a broker that is reached from it: said before its container is stopped,
 * for a service without a broker would only wait.
 */
export async function requireReach(
  { brokers, dockerHostIp: host, kafkaPorts }: Pick<LabConfig, "brokers" | "dockerHostIp" | "kafkaPorts">,
  parts: Parts = {},
) {
  const { accepts = acceptsConnection } = parts;
  const reached = await Promise.all(kafkaPorts.map((port) => accepts(host, port)));
  if (reached.includes(true)) return;
  const [name = "kafka", port = 0] = [brokers[0], kafkaPorts[0]];
  const why = await explainUnreached({ name, container: name, host, port }, parts);
  if (why) throw new LabError(`${why.message}.`, why.hint);
}
