import { brokerLabel, hostAddress, hostNumbers } from "../../common/hosts-layout.ts";
import { LabError } from "../../common/lab-error.mjs";
import { engineGet } from "../docker/docker-api.ts";
import { runLogged } from "../terminal/processes.ts";
import { hostEndpoint, hostName } from "./host-layout.ts";

/** Addresses for the networks of services, away from those of the hosts and of most offices. */
const pool = ["--default-addr-pool", "10.78.0.0/16", "--default-addr-pool-mask-length", "24"];

/** Joins the hosts as a swarm that each of them manages, and labels them for the brokers. */
export async function makeSwarm() {
  const [first = 1, ...others] = hostNumbers;
  if (!(await isManager(first))) await docker(first, "swarm", "init", ...addressesOf(first), ...pool);
  const token = (await docker(first, "swarm", "join-token", "-q", "manager")).trim();
  for (const host of others) {
    if (await isManager(host)) continue;
    await docker(host, "swarm", "join", "--token", token, ...addressesOf(host), `${hostAddress(first)}:2377`);
  }
  for (const host of hostNumbers)
    await docker(first, "node", "update", "--label-add", `${brokerLabel}=${host}`, hostName(host));
}

/** A host that answers as a manager with a leader: whichever survives can be asked. */
export async function answeringHost(): Promise<number> {
  for (const host of hostNumbers) if (await isManager(host)) return host;
  throw new LabError(
    "no host of this machine answers as a manager of the swarm.",
    "Bring them up: ./lab hosts up. Of three, two must be up for a leader.",
  );
}

async function isManager(host: number) {
  const nodes = await engineGet("/nodes", { host: hostEndpoint(host), timeoutMs: 3_000 }).catch(
    () => undefined,
  );
  return nodes?.status === 200;
}

function addressesOf(host: number) {
  const address = hostAddress(host);
  return ["--advertise-addr", address, "--listen-addr", `${address}:2377`, "--data-path-addr", address];
}

function docker(host: number, ...args: string[]) {
  return runLogged("docker", ["--host", hostEndpoint(host), ...args], {});
}
