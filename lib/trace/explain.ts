import type { Path } from "./path.ts";
import { splitAddress } from "./path.ts";
import type { Hop } from "./walk.ts";

export type Explanation = { why: string; todo: string };

const resolving = ["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA", "EAI_NONAME"];
const outsideDocker = "Use the external listener: ./lab trace --from host --to external";
const insideDocker = "Use the internal listener: ./lab trace --from container --to internal";

/**
 * Why the broken hop breaks and what to do about it, by where the client is: the same address is right on one side of
 * Docker's wall and wrong on the other.
 */
export function explain(hop: Hop, path: Path): Explanation {
  if (hop.id === "bootstrap-name" || hop.id === "bootstrap-connection") return explainBootstrap(hop, path);
  if (hop.id === "advertised-name" || hop.id === "advertised-connection") return explainAdvertised(hop, path);
  if (hop.id === "metadata") return explainSilence(hop);
  return {
    why: "The addresses are right, and a broker is reached; it does not do what it is asked.",
    todo: "Read what it says: docker logs --tail 20 kafka; and look at all of it: ./lab doctor",
  };
}

function explainBootstrap({ address, code = "" }: Hop, { from }: Path): Explanation {
  if (resolving.includes(code)) return unknownName(address, from, "");
  if (from === "container" && isLoopback(address)) {
    return {
      why: `In a container ${hostOf(address)} is the container itself, and no broker runs in it.`,
      todo: insideDocker,
    };
  }
  if (code === "ECONNREFUSED") {
    return {
      why: `Nobody listens on ${address}: the broker is not running, or its port is not published.`,
      todo: "See which it is: docker ps; then: ./lab doctor",
    };
  }
  return { why: `Nothing answers at ${address}.`, todo: "Is it the address you meant? ./lab output" };
}

function explainAdvertised({ address, code = "" }: Hop, { from, to, bootstrap }: Path): Explanation {
  const context = `The broker was reached as ${bootstrap} and sent its client on to ${address}. `;
  const todo = fixListener(from, to);
  if (resolving.includes(code)) return { ...unknownName(address, from, context), todo };
  if (from === "container" && isLoopback(address)) {
    const why = `${context}In a container ${hostOf(address)} is the container itself, and no broker runs in it.`;
    return { why, todo };
  }
  if (code === "OTHER_CLUSTER") return { why: `${context}That is the address of another broker.`, todo };
  return { why: `${context}Nothing answers there.`, todo };
}

/** A client on the wrong side needs the other listener; on the right side the listener itself is wrong. */
function fixListener(from: Path["from"], to: Path["to"]) {
  if (from !== "container" && to === "internal") return outsideDocker;
  if (from === "container" && to === "external") return insideDocker;
  return `Fix what the ${to} listener advertises in infra/listeners.ts; then: ./lab up`;
}

function explainSilence({ address, code }: Hop): Explanation {
  if (code === "NO_BROKER") {
    return {
      why: "The broker is still starting, or has lost ZooKeeper.",
      todo: "docker logs --tail 20 kafka",
    };
  }
  return {
    why: `Something accepts connections on ${address} and does not answer as a broker does: it is starting, paused, or no broker at all.`,
    todo: "See which it is: docker ps; then: docker logs --tail 20 kafka",
  };
}

function unknownName(address: string, from: Path["from"], context: string): Explanation {
  const name = hostOf(address);
  if (from === "container") {
    return {
      why: `${context}No container of the lab's network is called ${name}.`,
      todo: "See which containers are on it: docker network inspect kafka-lab",
    };
  }
  return {
    why: `${context}This machine does not know the name ${name}: the names of a Docker network are known to its containers alone.`,
    todo: outsideDocker,
  };
}

function hostOf(address: string) {
  return splitAddress(address)?.host ?? address;
}

function isLoopback(address: string) {
  return /^(127\..*|localhost|::1)$/.test(hostOf(address));
}
