import { hostNumbers } from "../../../common/hosts-layout.ts";
import { hostName } from "../../../lib/hosts/host-layout.ts";
import { eventually } from "../../support/eventually.ts";
import type { HostsLab } from "./hosts-lab.ts";
import { connectTo } from "./load.ts";

/** A host's engine that answers as a manager now, other than these. */
export async function managerOf(lab: HostsLab, except: readonly number[] = []) {
  return eventually(
    "a manager of the swarm answers",
    async () => {
      for (const host of hostNumbers.filter((each) => !except.includes(each))) {
        const engine = lab.engine(host);
        const nodes = await engine.listNodes().catch(() => undefined);
        if (nodes) return engine;
      }
      return undefined;
    },
    60_000,
  );
}

/** The host whose engine leads the swarm. */
export async function leaderOf(lab: HostsLab): Promise<number> {
  const nodes = await (await managerOf(lab)).listNodes();
  const name = nodes.find((node: { ManagerStatus?: { Leader?: boolean } }) => node.ManagerStatus?.Leader)
    ?.Description?.Hostname;
  return hostNumbers.find((host) => hostName(host) === name) ?? 1;
}

/** The hosts on which a service has a task that runs, as the swarm says, apart from hosts that are known to be away. */
export async function hostsOf(
  lab: HostsLab,
  service: string,
  away: readonly number[] = [],
): Promise<number[]> {
  const manager = await managerOf(lab, away);
  const nodes = await manager.listNodes();
  const tasks = await manager.listTasks({
    filters: JSON.stringify({ service: [service], "desired-state": ["running"] }),
  });
  const names = tasks
    .filter((task: { Status?: { State?: string } }) => task.Status?.State === "running")
    .map((task: { NodeID?: string }) => nodes.find(({ ID }) => ID === task.NodeID)?.Description?.Hostname);
  return hostNumbers.filter((host) => names.includes(hostName(host)) && !away.includes(host));
}

/** The containers of the brokers that run on the other hosts. */
export async function brokersBeside(lab: HostsLab, host: number): Promise<string[]> {
  const others = hostNumbers.filter((each) => each !== host);
  const listed = others.map((each) => lab.engine(each).listContainers({ filters: { name: ["kafka"] } }));
  return (await Promise.all(listed)).flat().map(({ Id, Names }) => `${Names[0]} ${Id}`);
}

export async function setAvailability(lab: HostsLab, host: number, availability: "active" | "drain") {
  await eventually(`${hostName(host)} is ${availability}`, async () => {
    const manager = await managerOf(lab);
    const node = (await manager.listNodes()).find(
      ({ Description }) => Description?.Hostname === hostName(host),
    );
    if (!node) return false;
    await manager
      .getNode(node.ID)
      .update({ version: node.Version?.Index, ...node.Spec, Availability: availability } as object);
    return true;
  });
}

/** Waits until all is as before: nodes ready, services complete, every partition with three replicas in sync. */
export async function untilWhole(lab: HostsLab, budgetMs = 150_000): Promise<void> {
  await eventually(
    "three nodes, all services complete, all replicas in sync",
    async () => {
      const manager = await managerOf(lab);
      const nodes = await manager.listNodes();
      const ready = nodes.filter(
        (node: { Status?: { State?: string }; ManagerStatus?: { Reachability?: string } }) =>
          node.Status?.State === "ready" && node.ManagerStatus?.Reachability === "reachable",
      );
      if (ready.length < 3) return false;
      for (const [service, count] of [
        ["service-a", 2],
        ["service-b", 2],
        ["kafka", 1],
        ["kafka-2", 1],
        ["kafka-3", 1],
      ] as const)
        if ((await hostsOf(lab, service)).length < count) return false;
      const admin = connectTo(lab).admin();
      try {
        await admin.connect();
        const { topics } = await admin.fetchTopicMetadata();
        return topics
          .flatMap(({ partitions }) => partitions)
          .every(({ leader, isr }) => leader > 0 && isr.length === 3);
      } finally {
        await admin.disconnect();
      }
    },
    budgetMs,
  );
}
