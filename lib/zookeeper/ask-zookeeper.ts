import { exchangeBytes } from "../docker/exchange-bytes.ts";
import { type Answer, decodeSession, encodeSession, type Request } from "./requests.ts";

const port = 2181;

/** Asks the lab's ZooKeeper, which is not published, in one of its own containers; they are tried in turn. */
export async function askZooKeeper(
  containers: readonly string[],
  requests: readonly Request[],
): Promise<Answer[]> {
  const bytes = encodeSession(requests);
  let failure: unknown = new Error("there is no ZooKeeper");
  for (const container of containers) {
    try {
      return decodeSession(await exchangeBytes(container, { port, bytes, read: "all" }), requests);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
