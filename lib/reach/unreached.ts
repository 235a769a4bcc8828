import { lookup } from "node:dns/promises";
import { createConnection } from "node:net";
import type { ContainerState } from "./container-state.ts";
import { lookAtContainer } from "./container-state.ts";
import type { Surroundings } from "./place.ts";
import { findPlace } from "./place.ts";

/** What was asked, and where. */
interface Target {
  /** In the report. */
  name: string;
  container: string;
  host: string;
  port: number;
}

export interface Parts {
  look?: (container: string) => Promise<ContainerState>;
  surroundings?: Surroundings;
  /** Of a name. */
  addresses?: (host: string) => Promise<string[]>;
  accepts?: (host: string, port: number) => Promise<boolean>;
}

const connectMs = 2_000;

/**
 * Why there is no answer at the address of a container, by what Docker knows of it: healthy there and not reached from here
 * is a matter of the machine and not of the lab. It is undefined where Docker knows nothing about it; hopeless is what
 * waiting does not fix.
 */
export async function explainUnreached(
  target: Target,
  { look = lookAtContainer, ...parts }: Parts = {},
): Promise<{ message: string; hint: string; isHopeless: boolean } | undefined> {
  const { name, container, host, port } = target;
  const { state, exitCode, published } = await look(container);
  const at = `${host}:${port} does not answer`;
  const logs = `see why: docker logs --tail 20 ${container}; then ./lab doctor`;
  switch (state) {
    case "unknown":
      return undefined;
    case "missing":
      return wait(`there is no container ${container}, and ${at}`, "bring it back: ./lab up --refresh");
    case "service":
      return wait(
        `${name} is a service of the swarm, and ${at}: it may run on other nodes`,
        `see where: docker service ps --no-trunc ${container}; then ./lab doctor`,
      );
    case "stopped":
      return wait(`${name} is stopped (exit status ${exitCode}), and ${at}`, `docker start ${container}`);
    case "paused":
      return wait(`${name} is paused, and ${at}`, `docker unpause ${container}`);
    case "restarting":
      return wait(`${name} stops and is restarted again and again, and ${at}`, logs);
    case "starting":
    case "unhealthy":
      return wait(`${name} runs in Docker and is ${state}, and ${at}`, logs);
  }
  const others = published.map((each) => each.port);
  if (others.length === 0) {
    return hopeless(
      `${name} is healthy in Docker and publishes no port`,
      "./lab up --refresh; then ./lab doctor",
    );
  }
  if (!others.includes(port)) {
    const message = `${name} is healthy in Docker on port ${others.join(", ")}, and was asked on ${port}`;
    return hopeless(message, "bring the stack to its configuration: ./lab up");
  }
  return (await onlyIPv6(target, parts)) ?? apart(target, parts.surroundings);
}

/** Where `localhost` is ::1 alone, the ports on 127.0.0.1 are not reached by that name. */
async function onlyIPv6(
  { name, host, port }: Target,
  { addresses = addressesOf, accepts = acceptsConnection }: Parts,
) {
  if (host !== "localhost" || (await addresses(host)).includes("127.0.0.1")) return undefined;
  if (!(await accepts("127.0.0.1", port))) return undefined;
  return hopeless(
    `${name} answers on 127.0.0.1:${port}, and on this machine localhost is not 127.0.0.1`,
    "use 127.0.0.1 instead of localhost, or add the line '127.0.0.1 localhost' to /etc/hosts",
  );
}

function apart({ name, container, port }: Target, surroundings?: Surroundings) {
  const prefix = container.replace(/(service-[ab]|kafka)(-\d)?$/, "");
  const { why, todo } = findPlace({ port, prefix }, surroundings);
  return hopeless(
    `${name} is healthy in Docker, but its port ${port} does not reach it from here: ${why}`,
    todo,
  );
}

const wait = (message: string, hint: string) => ({ message, hint, isHopeless: false });

const hopeless = (message: string, hint: string) => ({ message, hint, isHopeless: true });

async function addressesOf(host: string) {
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

/** Whether anybody takes a connection there; a firewall that drops it is a no as well. */
export function acceptsConnection(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: connectMs });
    const end = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.on("connect", () => end(true));
    socket.on("timeout", () => end(false));
    socket.on("error", () => end(false));
  });
}
