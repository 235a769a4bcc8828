import { engineGet } from "../../../lib/docker/docker-api.ts";
import type { ContainerState } from "../../contract/container.ts";

/** How Docker lists a container. */
interface Listed {
  readonly Id: string;
  readonly Names?: readonly string[];
  readonly State: string;
  /** Such as `Up 2 minutes (healthy)`. */
  readonly Status: string;
  readonly NetworkSettings?: { readonly Networks?: Readonly<Record<string, { NetworkID?: string }>> };
}

/** A container as Docker lists it. */
export interface FoundContainer extends ContainerState {
  readonly networks: readonly { readonly name: string; readonly id: string }[];
}

/** The containers of an engine by their ids, all in one call. */
export type ListContainers = (host?: string) => Promise<ReadonlyMap<string, FoundContainer>>;

/**
 * @param host the engine's address, if it is not the usual one
 * @throws Error when Docker does not answer
 */
export async function listContainers(
  get: typeof engineGet = engineGet,
  host?: string,
): ReturnType<ListContainers> {
  const { status, body } = await get("/containers/json?all=1", { timeoutMs: 3_000, ...(host && { host }) });
  if (status !== 200 || !Array.isArray(body)) throw new Error(`it answered with the status ${status}`);
  return new Map(body.map((each: Listed) => [each.Id, foundIn(each)]));
}

const STATES = new Set(["running", "paused", "exited", "created", "restarting"]);

function foundIn({ Names, State, Status, NetworkSettings }: Listed): FoundContainer {
  const networks = Object.entries(NetworkSettings?.Networks ?? {});
  return {
    networks: networks.map(([name, { NetworkID = "" }]) => ({ name, id: NetworkID })),
    name: (Names?.[0] ?? "").replace(/^\//, ""),
    // A dead one, or one that is being removed, does not run any more.
    state: STATES.has(State) ? (State as ContainerState["state"]) : "exited",
    health: healthOf(Status),
  };
}

function healthOf(status: string): ContainerState["health"] {
  const [, health] = /\((?:health: )?(healthy|unhealthy|starting)\)/.exec(status) ?? [];
  return health as ContainerState["health"];
}
