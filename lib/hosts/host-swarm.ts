import { brokerLabel, hostAddress, hostNumbers } from "../../common/hosts-layout.ts";
import { LabError } from "../../common/lab-error.mjs";
import { waitFor } from "../../common/wait-for.ts";
import { engineGet } from "../docker/docker-api.ts";
import { runLogged } from "../terminal/processes.ts";
import { hostEndpoint, hostName } from "./host-layout.ts";

/** After the leader is gone, the others take some 20 s to elect one, and longer on a busy machine. */
const electionMs = 45_000;

/** More than the five that are usual, so that a lesson can be checked after many tries. */
const history = ["--task-history-limit", "25"];

/**
 * A host that is silent for three of these is down, and for six where the manager that leads has just been elected, which
 * alone takes 10 to 20 s. Docker's own 5 s leave an engine the 5 s after which it notices that the manager through which it
 * speaks is gone; on these hosts the network tells it sooner (host-network.ts), else it would count as down itself.
 */
const heartbeat = ["--dispatcher-heartbeat", "1.5s"];

/** Addresses for the networks of services, away from those of the hosts and of most offices. */
const pool = ["--default-addr-pool", "10.78.0.0/16", "--default-addr-pool-mask-length", "24"];

/**
 * Joins the hosts as a swarm that each of them manages, and labels them for the brokers; those that are in it stay, and
 * take tasks again.
 */
export async function makeSwarm() {
  const outside: number[] = [];
  for (const host of hostNumbers) if (!(await isMember(host))) outside.push(host);
  const [first = 1] = outside;
  if (outside.length === hostNumbers.length) {
    await docker(first, "swarm", "init", ...addressesOf(first), ...pool, ...heartbeat, ...history);
    outside.shift();
  }
  // Those that have just started need seconds to find each other and a leader.
  const manager = await waitFor(findManager, { budgetMs: electionMs });
  if (manager === undefined) throw noManager();
  const token = (await docker(manager, "swarm", "join-token", "-q", "manager")).trim();
  const address = `${hostAddress(manager)}:2377`;
  for (const host of outside)
    await docker(host, "swarm", "join", "--token", token, ...addressesOf(host), address);
  for (const host of hostNumbers)
    await docker(
      manager,
      ...["node", "update", "--availability", "active"],
      ...labelOf(host),
      hostName(host),
    );
}

/** A host that answers as a manager with a leader: whichever survives can be asked. */
export async function answeringHost(): Promise<number> {
  const found = await waitFor(findManager, { budgetMs: electionMs });
  if (found === undefined) throw noManager();
  return found;
}

async function findManager(): Promise<number | undefined> {
  for (const host of hostNumbers) {
    const nodes = await engineGet("/nodes", { host: hostEndpoint(host), timeoutMs: 3_000 }).catch(
      () => undefined,
    );
    if (nodes?.status === 200) return host;
  }
  return undefined;
}

/** Whether a host belongs to a swarm, if it also waits for its leader. */
async function isMember(host: number): Promise<boolean> {
  const { body } = await engineGet("/info", { host: hostEndpoint(host) });
  return body?.Swarm?.LocalNodeState !== "inactive";
}

function noManager() {
  return new LabError(
    "no host of this machine answers as a manager of the swarm.",
    "Bring them up: ./lab hosts up. Of three, two must be up for a leader.",
  );
}

const labelOf = (host: number) => ["--label-add", `${brokerLabel}=${host}`];

function addressesOf(host: number) {
  const address = hostAddress(host);
  return ["--advertise-addr", address, "--listen-addr", `${address}:2377`, "--data-path-addr", address];
}

function docker(host: number, ...args: string[]) {
  return runLogged("docker", ["--host", hostEndpoint(host), ...args], {});
}
