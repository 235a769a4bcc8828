import { labelName } from "../../../../common/lab-layout.ts";
import { engineGet } from "../../../../lib/docker/docker-api.ts";
import type { LabConfig } from "../../../../lib/project/lab-config.ts";
import type { ContainerState } from "../../../contract/container.ts";
import type { NodeState, ServiceState } from "../../../contract/kafka.ts";
import type { Address } from "../brokers/broker-link.ts";

/** What Docker has of the lab. */
export interface SeenContainers {
  /** In the order of their ids; the address where one that runs is published. */
  readonly brokers: readonly (ContainerState & {
    readonly id: number;
    readonly address: Address | undefined;
  })[];
  readonly zookeepers: readonly ContainerState[];
  /** Those that are no brokers. */
  readonly controllers: readonly ContainerState[];
  readonly services: readonly ServiceState[];
  /** The machines of a swarm. */
  readonly nodes?: readonly NodeState[];
}

type Wanted = Pick<LabConfig, "stack" | "name" | "prefix" | "containers" | "dockerHostIp">;

/** As the engine lists a container. */
export interface Listed {
  readonly Names: readonly string[];
  readonly State: string;
  /** Such as `Up 5 minutes (healthy)`. */
  readonly Status: string;
  readonly Ports?: readonly { readonly IP?: string; readonly PublicPort?: number }[];
}

const ANSWER_MS = 2_000;

/** Asks the engine for the lab's containers, of the stack and the name that its settings say; undefined without an engine. */
export async function readContainers(
  config: Wanted,
  get: typeof engineGet = engineGet,
): Promise<SeenContainers | undefined> {
  const labels = [`kafka-lab.name=${labelName(config.name)}`, `kafka-lab.stack=${config.stack}`];
  const query = new URLSearchParams({ all: "1", filters: JSON.stringify({ label: labels }) });
  const answer = await get(`/containers/json?${query}`, { timeoutMs: ANSWER_MS }).catch(() => undefined);
  if (answer?.status !== 200 || !Array.isArray(answer.body)) return undefined;
  return seenContainers(config, answer.body);
}

/** Those that the settings name, which may be missing, and others of the lab, such as a broker that they name no more. */
export function seenContainers(config: Wanted, listed: readonly Listed[]): SeenContainers {
  const found = new Map(listed.map((each) => [each.Names[0]?.slice(1) ?? "", each]));
  const names = [...new Set([...config.containers, ...found.keys()])];
  const ofPart = (part: RegExp) =>
    names
      .flatMap((name) => {
        const member = part.exec(name.startsWith(config.prefix) ? name.slice(config.prefix.length) : "");
        return member ? [{ name, id: Number(member[1] ?? 1) }] : [];
      })
      .toSorted((a, b) => a.id - b.id);
  const stateOf = ({ name }: { name: string }) => containerState(name, found.get(name));
  return {
    brokers: ofPart(/^kafka(?:-(\d+))?$/).map(({ name, id }) => {
      const state = containerState(name, found.get(name));
      return { id, ...state, address: addressOf(found.get(name), config.dockerHostIp) };
    }),
    zookeepers: ofPart(/^zookeeper(?:-(\d+))?$/).map(stateOf),
    controllers: ofPart(/^controller(?:-(\d+))?$/).map(stateOf),
    services: [...ofPart(/^service-a(?:-(\d+))?$/), ...ofPart(/^service-b(?:-(\d+))?$/)].map((service) => ({
      ...stateOf(service),
      clientId: service.name.slice(config.prefix.length),
    })),
  };
}

function containerState(name: string, listed: Listed | undefined): ContainerState {
  if (!listed) return { name, state: "missing", health: undefined };
  const health = /\((healthy|unhealthy|health: starting)\)/.exec(listed.Status)?.[1]?.replace("health: ", "");
  return { name, state: stateOf(listed.State), health: health as ContainerState["health"] };
}

function stateOf(state: string): ContainerState["state"] {
  switch (state) {
    case "running":
    case "paused":
    case "restarting":
    case "created":
      return state;
    default:
      return "exited"; // and `dead` and `removing`, which are on the way there
  }
}

/** A frozen broker would only keep us waiting. */
function addressOf(listed: Listed | undefined, dockerHostIp: string): Address | undefined {
  if (listed?.State !== "running") return undefined;
  const published = listed.Ports?.find(({ PublicPort }) => PublicPort !== undefined);
  if (published?.PublicPort === undefined) return undefined;
  return { host: dockerHostIp, port: published.PublicPort };
}
