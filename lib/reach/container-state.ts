import type { ContainerInspectInfo } from "dockerode";
import { engineGet } from "../docker/docker-api.ts";

/** What the engine knows of one container. */
export interface ContainerState {
  /** `unknown` where no engine answers; `healthy` also without a health check; `service` where a swarm runs it. */
  state:
    | "unknown"
    | "missing"
    | "service"
    | "stopped"
    | "paused"
    | "restarting"
    | "starting"
    | "unhealthy"
    | "healthy";
  /** Of a stopped one. */
  exitCode?: number;
  /** Where it is reached on the machine of the engine. */
  published: { ip: string; port: number }[];
}

type Binding = { HostIp: string; HostPort: string };

/**
 * One look, because what is to be done about a container differs by what is there: one that is gone cannot be
 * started.
 */
export async function lookAtContainer(
  name: string,
  get: typeof engineGet = engineGet,
): Promise<ContainerState> {
  const { status, body } = await get(`/containers/${encodeURIComponent(name)}/json`).catch(() => ({
    status: 0,
    body: undefined,
  }));
  if (status === 404) return { state: (await isService(name, get)) ? "service" : "missing", published: [] };
  if (status !== 200 || !body?.State) return { state: "unknown", published: [] };
  return {
    state: stateOf(body.State),
    exitCode: body.State.ExitCode,
    published: Object.values<Binding[] | null>(body.NetworkSettings?.Ports ?? {}).flatMap((bindings) =>
      (bindings ?? []).map((binding) => ({
        ip: binding.HostIp,
        port: Number(binding.HostPort),
      })),
    ),
  };
}

/** The tasks of a service have other names, and most are on other machines. */
async function isService(name: string, get: typeof engineGet) {
  const { status } = await get(`/services/${encodeURIComponent(name)}`).catch(() => ({ status: 0 }));
  return status === 200;
}

function stateOf({
  Running,
  Paused,
  Restarting,
  Health,
}: ContainerInspectInfo["State"]): ContainerState["state"] {
  if (Restarting) return "restarting";
  if (Paused) return "paused";
  if (!Running) return "stopped";
  if (Health?.Status === "starting" || Health?.Status === "unhealthy") return Health.Status;
  return "healthy";
}

/**
 * The commands, for a hint, that bring these containers back, by what is there: those that are gone are made again, the
 * others started.
 */
export async function adviseContainers(names: string[], get: typeof engineGet = engineGet): Promise<string> {
  const states = await Promise.all(names.map(async (name) => (await lookAtContainer(name, get)).state));
  const those = (wanted: string) => names.filter((_, index) => states[index] === wanted);
  if (those("unknown").length > 0) return "./lab doctor";
  if (those("service").length > 0) return `docker service ps --no-trunc ${those("service").join(" ")}`;
  const unwell = [...those("restarting"), ...those("starting"), ...those("unhealthy")];
  if (those("missing").length > 0) return `./lab up --refresh (${those("missing").join(", ")} is gone)`;
  if (those("stopped").length > 0) return `docker start ${those("stopped").join(" ")}`;
  if (those("paused").length > 0) return `docker unpause ${those("paused").join(" ")}`;
  if (unwell.length > 0) return `wait a minute; if it stays: docker logs --tail 20 ${unwell[0]}`;
  return `docker logs --tail 20 ${names[0]}`;
}
