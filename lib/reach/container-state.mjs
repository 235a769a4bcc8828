import { engineGet } from "../docker/docker-api.mjs";

/**
 * @typedef {object} ContainerState what the engine knows of one container
 * @property {"unknown" | "missing" | "stopped" | "paused" | "restarting" | "starting" | "unhealthy" | "healthy"} state
 *   `unknown` where no engine answers; `healthy` also without a health check
 * @property {number} [exitCode] of a stopped one
 * @property {{ ip: string, port: number }[]} published where it is reached on the machine of the engine
 */

/**
 * One look, because what is to be done about a container differs by what is there: one that is gone cannot be started.
 *
 * @param {string} name
 * @param {typeof engineGet} [get]
 * @returns {Promise<ContainerState>}
 */
export async function lookAtContainer(name, get = engineGet) {
  const { status, body } = await get(`/containers/${encodeURIComponent(name)}/json`).catch(() => ({
    status: 0,
    body: undefined,
  }));
  if (status === 404) return { state: "missing", published: [] };
  if (status !== 200 || !body?.State) return { state: "unknown", published: [] };
  return {
    state: stateOf(body.State),
    exitCode: body.State.ExitCode,
    published: Object.values(body.NetworkSettings?.Ports ?? {}).flatMap((bindings) =>
      (bindings ?? []).map((/** @type {{ HostIp: string, HostPort: string }} */ binding) => ({
        ip: binding.HostIp,
        port: Number(binding.HostPort),
      })),
    ),
  };
}

/**
 * @param {import("dockerode").ContainerInspectInfo["State"]} state
 * @returns {ContainerState["state"]}
 */
function stateOf({ Running, Paused, Restarting, Health }) {
  if (Restarting) return "restarting";
  if (Paused) return "paused";
  if (!Running) return "stopped";
  if (Health?.Status === "starting" || Health?.Status === "unhealthy") return Health.Status;
  return "healthy";
}

/**
 * What brings these containers back, by what is there: those that are gone are made again, the others started.
 *
 * @param {string[]} names
 * @param {typeof engineGet} [get]
 * @returns {Promise<string>} commands, for a hint
 */
export async function adviseContainers(names, get = engineGet) {
  const states = await Promise.all(names.map(async (name) => (await lookAtContainer(name, get)).state));
  const those = (/** @type {string} */ wanted) => names.filter((_, index) => states[index] === wanted);
  if (those("unknown").length > 0) return "./lab doctor";
  const unwell = [...those("restarting"), ...those("starting"), ...those("unhealthy")];
  if (those("missing").length > 0) return `./lab up --refresh (${those("missing").join(", ")} is gone)`;
  if (those("stopped").length > 0) return `docker start ${those("stopped").join(" ")}`;
  if (those("paused").length > 0) return `docker unpause ${those("paused").join(" ")}`;
  if (unwell.length > 0) return `wait a minute; if it stays: docker logs --tail 20 ${unwell[0]}`;
  return `docker logs --tail 20 ${names[0]}`;
}
