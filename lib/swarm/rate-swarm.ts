import { areOwnHosts } from "../../common/hosts-layout.ts";
import { kafkaAddresses, type LabConfig } from "../project/lab-config.ts";
import { acceptsConnection } from "../reach/unreached.ts";
import type { SwarmNode, SwarmService, SwarmView } from "./read-swarm.ts";

/** A row of the doctor's report. */
interface Row {
  check: string;
  expected: string;
  seen: string;
  todo?: string;
}

/** What is wrong with the machines, with what runs on them, and with the way from here to them. */
export async function rateSwarm(
  view: SwarmView | undefined,
  config: LabConfig,
  accepts = acceptsConnection,
): Promise<Row[]> {
  if (!view) {
    const todo = areOwnHosts(config.nodes)
      ? "./lab hosts up brings the hosts back: of three, two must run"
      : "start more of the managers: a majority must run. Or point DOCKER_HOST to one of them";
    return [
      { check: "swarm", expected: "a leader", seen: "the engine is no manager, or there is no leader", todo },
    ];
  }
  const rows = [
    rateManagers(view.nodes, config),
    ...config.brokers.map((_, index) => rateNode(view.nodes, index + 1, config)),
  ];
  if (view.services.length === 0)
    return [
      ...rows,
      { check: "services", expected: "all complete, or none", seen: "none: ./lab up brings the stack up" },
    ];
  const services = config.containers.map((name) => rateService(name, view.services));
  return [...rows, ...services, ...(await ratePaths(view.services, config, accepts))];
}

function rateManagers(nodes: readonly SwarmNode[], config: LabConfig): Row {
  const managers = nodes.filter(({ isReachable }) => isReachable !== undefined);
  const away = managers.filter(({ isReachable }) => !isReachable).map(({ name }) => name);
  const leader = nodes.find(({ isLeader }) => isLeader)?.name ?? "nobody";
  const seen = `led by ${leader}; ${managers.length - away.length} of ${managers.length} managers reachable`;
  const row = { check: "swarm", expected: "a leader, all managers reachable", seen };
  return away.length === 0
    ? row
    : { ...row, todo: `${bringBack(away, config)}; where no majority is left, nothing can be changed` };
}

function rateNode(nodes: readonly SwarmNode[], broker: number, config: LabConfig): Row {
  const row = { check: `node of broker ${broker}`, expected: "ready and active" };
  const node = nodes.find((each) => each.broker === broker);
  if (!node) {
    const todo = `docker node update --label-add kafka-lab.broker=${broker} NODE; docker node ls says which there are`;
    return { ...row, seen: "no node has its label", todo };
  }
  const seen = `${node.name} (${node.address}), ${node.state}, ${node.availability}`;
  if (node.state !== "ready") return { ...row, seen, todo: bringBack([node.name], config) };
  if (node.availability !== "active")
    return { ...row, seen, todo: `docker node update --availability active ${node.name}` };
  return { ...row, seen };
}

function bringBack(names: readonly string[], { nodes }: LabConfig) {
  if (!areOwnHosts(nodes)) return `bring ${names.join(" and ")} back, or its network`;
  const [, number = "N"] = /(\d)$/.exec(names[0] ?? "") ?? [];
  return `./lab hosts start ${number}, or if it is only cut off: ./lab hosts mend ${number}`;
}

function rateService(name: string, services: readonly SwarmService[]): Row {
  const service = services.find((each) => each.name === name);
  if (!service)
    return {
      check: name,
      expected: "a service",
      seen: "there is none",
      todo: "./lab refresh, then ./lab up",
    };
  const { complaint, runsOn, wanted } = service;
  const expected = wanted === 1 ? "its task runs" : `${wanted} tasks run`;
  const where = runsOn.length > 0 ? `on ${runsOn.join(", ")}` : "nowhere";
  if (runsOn.length >= wanted) return { check: name, expected, seen: where };
  const why = complaint ? ` (${complaint})` : "";
  return { check: name, expected, seen: `${where}${why}`, todo: `docker service ps --no-trunc ${name}` };
}

/** A client needs the address of each broker, and one node on which a service runs. */
async function ratePaths(
  services: readonly SwarmService[],
  config: LabConfig,
  accepts: typeof acceptsConnection,
): Promise<Row[]> {
  const { nodes, prefix, serviceAPort, serviceBPorts } = config;
  const runs = (name: string) => services.find((each) => each.name === name)?.runsOn.length ?? 0;
  const brokers = await Promise.all(
    kafkaAddresses(config)
      .filter((_, index) => runs(config.brokers[index] ?? "") > 0)
      .map(({ host, port }) => row(`${host}:${port} from here`, "a connection", [{ host, port }], 1)),
  );
  const others = [
    { name: `${prefix}service-a`, port: serviceAPort },
    { name: `${prefix}service-b`, port: serviceBPorts[0] ?? 0 },
  ].map(({ name, port }) =>
    row(
      `${name} from here`,
      `${runs(name)} nodes answer`,
      nodes.map((host) => ({ host, port })),
      runs(name),
    ),
  );
  return [...brokers, ...(await Promise.all(others))];

  async function row(
    check: string,
    expected: string,
    addresses: { host: string; port: number }[],
    wanted: number,
  ): Promise<Row> {
    const answers = await Promise.all(addresses.map(({ host, port }) => accepts(host, port)));
    const reached = addresses.filter((_, index) => answers[index]).map(({ host, port }) => `${host}:${port}`);
    const seen = reached.join(", ") || "no connection";
    if (reached.length >= wanted) return { check, expected, seen };
    return {
      check,
      expected,
      seen,
      todo: "is that port open from here to the nodes? ./lab trace shows the way to a broker",
    };
  }
}
