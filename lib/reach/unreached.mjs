import { lookup } from "node:dns/promises";
import { createConnection } from "node:net";
import { lookAtContainer } from "./container-state.mjs";
import { findPlace } from "./place.mjs";

/** @typedef {import("./container-state.mjs").ContainerState} ContainerState */

/**
 * @typedef {object} Target what was asked, and where
 * @property {string} name in the report
 * @property {string} container
 * @property {string} host
 * @property {number} port
 *
 * @typedef {object} Parts
 * @property {(container: string) => Promise<ContainerState>} [look]
 * @property {import("./place.mjs").Surroundings} [surroundings]
 * @property {(host: string) => Promise<string[]>} [addresses] of a name
 * @property {(host: string, port: number) => Promise<boolean>} [accepts]
 */

const connectMs = 2_000;

/**
 * Why nobody answers at the address of a container, by what Docker knows of it: healthy there and not reached from here is
 * a matter of the machine and not of the lab.
 *
 * @param {Target} target
 * @param {Parts} [parts]
 * @returns {Promise<{ message: string, hint: string, isHopeless: boolean } | undefined>} undefined where Docker has no word on it;
 *   hopeless is what no waiting mends
 */
export async function explainUnreached(target, { look = lookAtContainer, ...parts } = {}) {
  const { name, container, host, port } = target;
  const { state, exitCode, published } = await look(container);
  const at = `${host}:${port} does not answer`;
  const logs = `see why: docker logs --tail 20 ${container}; then ./lab doctor`;
  switch (state) {
    case "unknown":
      return undefined;
    case "missing":
      return wait(`there is no container ${container}, and ${at}`, "bring it back: ./lab up --refresh");
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

/**
 * Where `localhost` is ::1 alone, the ports on 127.0.0.1 are not reached by that name.
 *
 * @param {Target} target
 * @param {Parts} parts
 */
async function onlyIPv6({ name, host, port }, { addresses = addressesOf, accepts = acceptsConnection }) {
  if (host !== "localhost" || (await addresses(host)).includes("127.0.0.1")) return undefined;
  if (!(await accepts("127.0.0.1", port))) return undefined;
  return hopeless(
    `${name} answers on 127.0.0.1:${port}, and on this machine localhost is not 127.0.0.1`,
    "use 127.0.0.1 instead of localhost, or add the line '127.0.0.1 localhost' to /etc/hosts",
  );
}

/**
 * @param {Target} target
 * @param {import("./place.mjs").Surroundings} [surroundings]
 */
function apart({ name, container, port }, surroundings) {
  const prefix = container.replace(/(service-[ab]|kafka)(-\d)?$/, "");
  const { why, todo } = findPlace({ port, prefix }, surroundings);
  return hopeless(
    `${name} is healthy in Docker, but its port ${port} does not reach it from here: ${why}`,
    todo,
  );
}

/** @param {string} message @param {string} hint */
const wait = (message, hint) => ({ message, hint, isHopeless: false });

/** @param {string} message @param {string} hint */
const hopeless = (message, hint) => ({ message, hint, isHopeless: true });

/** @param {string} host */
async function addressesOf(host) {
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

/**
 * Whether anybody takes a connection there; a firewall that drops it is a no as well.
 *
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function acceptsConnection(host, port) {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: connectMs });
    const end = (/** @type {boolean} */ accepted) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.on("connect", () => end(true));
    socket.on("timeout", () => end(false));
    socket.on("error", () => end(false));
  });
}
