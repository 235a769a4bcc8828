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
  return { why: `Nobody answers at ${address}.`, todo: "Is it the address you meant? ./lab output" };
}

function explainAdvertised({ address, code = "" }: Hop, { from, to, bootstrap }: Path): Explanation {
  const told = `The broker was reached as ${bootstrap} and told its client to go on to ${address}. `;
  const mend = mendListener(from, to);
  if (resolving.includes(code)) return { ...unknownName(address, from, told), todo: mend };
  if (from === "container" && isLoopback(address)) {
    const why = `${told}In a container ${hostOf(address)} is the container itself, and no broker runs in it.`;
    return { why, todo: mend };
  }
  if (code === "OTHER_CLUSTER") return { why: `${told}That is the address of another broker.`, todo: mend };
  return { why: `${told}Nobody answers there.`, todo: mend };
}

/** A client on the wrong side needs the other listener; on the right side the listener itself is wrong. */
function mendListener(from: Path["from"], to: Path["to"]) {
  if (from === "host" && to === "internal") return outsideDocker;
  if (from === "container" && to === "external") return insideDocker;
  return `Mend what the ${to} listener advertises in infra/listeners.ts; then: ./lab up`;
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

function unknownName(address: string, from: Path["from"], told: string): Explanation {
  const name = hostOf(address);
  if (from === "container") {
    return {
      why: `${told}No container of the lab's network is called ${name}.`,
      todo: "See who is on it: docker network inspect kafka-lab",
    };
  }
  return {
    why: `${told}This machine does not know the name ${name}: the names of a Docker network are known to its containers alone.`,
    todo: outsideDocker,
  };
}

function hostOf(address: string) {
  return splitAddress(address)?.host ?? address;
}

function isLoopback(address: string) {
  return /^(127\..*|localhost|::1)$/.test(hostOf(address));
}
