import { areOwnHosts, hostNumbers } from "../../common/hosts-layout.ts";
import { engineGet } from "../docker/docker-api.ts";
import { hostEndpoint } from "./host-layout.ts";

type Swarm = { readonly nodes: readonly string[] };

/** The engine of a host that answers as a manager now: one that is dead, or has no leader, does not. */
export async function answeringEndpoint(): Promise<string | undefined> {
  for (const host of hostNumbers.map(hostEndpoint)) {
    const answer = await engineGet("/nodes", { host, timeoutMs: 3_000 }).catch(() => undefined);
    if (answer?.status === 200) return host;
  }
  return undefined;
}

/** Asks that host; undefined where none answers. */
export async function askHosts(): Promise<typeof engineGet | undefined> {
  const host = await answeringEndpoint();
  return host === undefined ? undefined : (path, options = {}) => engineGet(path, { ...options, host });
}

/** Asks a manager of any swarm: that of machines of one's own is where DOCKER_HOST or the context points. */
export async function askManager({ nodes }: Swarm): Promise<typeof engineGet | undefined> {
  return areOwnHosts(nodes) ? askHosts() : engineGet;
}
