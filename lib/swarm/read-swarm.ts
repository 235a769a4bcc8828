import { brokerLabel } from "../../common/hosts-layout.ts";
import { engineGet } from "../docker/docker-api.ts";

/** A machine of the swarm. */
export interface SwarmNode {
  readonly name: string;
  readonly address: string;
  /** The broker that is pinned to it, if one is. */
  readonly broker: number | undefined;
  /** Such as "ready" or "down". */
  readonly state: string;
  /** Such as "active" or "drain". */
  readonly availability: string;
  readonly isLeader: boolean;
  /** Undefined for a worker. */
  readonly isReachable: boolean | undefined;
}

/** What the lab runs as a service. */
export interface SwarmService {
  readonly name: string;
  readonly wanted: number;
  /** The nodes on which its tasks run; a node that is down is not among them. */
  readonly runsOn: readonly string[];
  /** What the newest task that is not running says, if it says anything. */
  readonly complaint: string | undefined;
}

/** A swarm as one of its managers describes it. */
export interface SwarmView {
  readonly nodes: readonly SwarmNode[];
  readonly services: readonly SwarmService[];
}

interface Node {
  readonly ID: string;
  readonly Description: { readonly Hostname: string };
  readonly ManagerStatus?: { readonly Leader?: boolean; readonly Reachability?: string };
  readonly Spec: { readonly Availability: string; readonly Labels?: Record<string, string> };
  readonly Status: { readonly Addr: string; readonly State: string };
}

interface Service {
  readonly ID: string;
  readonly Spec: {
    readonly Name: string;
    readonly Mode: { readonly Replicated?: { readonly Replicas: number } };
  };
}

interface Task {
  readonly CreatedAt: string;
  readonly DesiredState: string;
  readonly NodeID?: string;
  readonly ServiceID: string;
  readonly Status: { readonly State: string; readonly Err?: string; readonly Message?: string };
}

/** Asks the engine, which must be a manager; undefined where it is none, or has no leader. */
export async function readSwarm(
  { labelName, stack }: { readonly labelName: string; readonly stack: string },
  get: typeof engineGet = engineGet,
): Promise<SwarmView | undefined> {
  const filters = { label: [`kafka-lab.name=${labelName}`, `kafka-lab.stack=${stack}`] };
  const [nodes, services, tasks] = await Promise.all([
    get("/nodes"),
    get(`/services?filters=${encodeURIComponent(JSON.stringify(filters))}`),
    get("/tasks"),
  ]);
  if ([nodes, services, tasks].some(({ status }) => status !== 200)) return undefined;
  return {
    nodes: (nodes.body as Node[]).map(nodeOf).toSorted((a, b) => a.name.localeCompare(b.name)),
    services: (services.body as Service[])
      .map((service) => serviceOf(service, tasks.body as Task[], nodes.body as Node[]))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}

function nodeOf({ Description, ManagerStatus, Spec, Status }: Node): SwarmNode {
  const broker = Number(Spec.Labels?.[brokerLabel] ?? 0);
  return {
    name: Description.Hostname,
    address: Status.Addr,
    broker: broker === 0 ? undefined : broker,
    state: Status.State,
    availability: Spec.Availability,
    isLeader: ManagerStatus?.Leader === true,
    isReachable: ManagerStatus && ManagerStatus.Reachability === "reachable",
  };
}

function serviceOf({ ID, Spec }: Service, all: readonly Task[], nodes: readonly Node[]): SwarmService {
  const tasks = all.filter(({ ServiceID }) => ServiceID === ID);
  const wanted = tasks.filter(({ DesiredState }) => DesiredState === "running");
  const isRunning = ({ NodeID, Status }: Task) =>
    Status.State === "running" && nodes.some((node) => node.ID === NodeID && node.Status.State === "ready");
  const [newest] = tasks
    .filter((task) => !isRunning(task) && (task.Status.Err || task.Status.State === "pending"))
    .toSorted((a, b) => b.CreatedAt.localeCompare(a.CreatedAt));
  return {
    name: Spec.Name,
    wanted: Spec.Mode.Replicated?.Replicas ?? 1,
    runsOn: wanted
      .filter(isRunning)
      .map(({ NodeID }) => nodes.find((node) => node.ID === NodeID)?.Description.Hostname ?? "")
      .sort(),
    complaint: newest && (newest.Status.Err || newest.Status.Message),
  };
}
