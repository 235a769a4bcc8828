import { expect, test } from "vitest";
import { readLabConfig } from "../project/lab-config.ts";
import { rateSwarm } from "./rate-swarm.ts";
import { readSwarm, type SwarmView } from "./read-swarm.ts";
import { refuseInSwarm } from "./refuse-in-swarm.ts";

const config = readLabConfig("swarm");
const everywhere = async () => true;

/** As a manager answers, three nodes and one service. */
function answers(state: string, reachability: string, tasks: object[]) {
  const bodies: Record<string, unknown> = {
    nodes: [1, 2, 3].map((host) => ({
      ID: `node-${host}`,
      Description: { Hostname: `kafka-lab-${host}` },
      ManagerStatus: { Leader: host === 1, Reachability: host === 2 ? reachability : "reachable" },
      Spec: { Availability: "active", Labels: { "kafka-lab.broker": String(host) } },
      Status: { Addr: `10.77.0.${host}`, State: host === 2 ? state : "ready" },
    })),
    services: [{ ID: "a", Spec: { Name: "service-a", Mode: { Replicated: { Replicas: 2 } } } }],
    tasks,
  };
  return async (path: string) => ({ status: 200, body: bodies[path.split(/[/?]/)[1] ?? ""] });
}

const task = (host: number | undefined, state: string, error?: string) => ({
  CreatedAt: "2026-01-01T00:00:00Z",
  DesiredState: "running",
  ...(host && { NodeID: `node-${host}` }),
  ServiceID: "a",
  Status: { State: state, ...(error && { Err: error }) },
});

test("when a node is down, then what it was running last does not count as running", async () => {
  const tasks = [task(2, "running"), task(3, "running"), task(undefined, "pending", "no suitable node")];
  const view = await readSwarm(config, answers("down", "unreachable", tasks));
  expect(view?.services).toEqual([
    { name: "service-a", wanted: 2, runsOn: ["kafka-lab-3"], complaint: "no suitable node" },
  ]);
  const rows = await rateSwarm(view, config, everywhere);
  const todoOf = (check: string) => rows.find((row) => row.check === check)?.todo;
  expect(todoOf("swarm")).toContain("./lab hosts start 2");
  expect(todoOf("node of broker 2")).toContain("./lab hosts mend 2");
  expect(todoOf("service-a")).toBe("docker service ps --no-trunc service-a");
  expect(rows.find(({ check }) => check === "service-a")?.seen).toBe("on kafka-lab-3 (no suitable node)");
});

test("when the engine is no manager, then that is the only row", async () => {
  const view = await readSwarm(config, async () => ({ status: 503, body: {} }));
  expect(view).toBeUndefined();
  expect(await rateSwarm(view, config, everywhere)).toEqual([
    expect.objectContaining({ check: "swarm", todo: expect.stringContaining("./lab hosts up") }),
  ]);
});

test("when all runs and no port is reached, then the way is wrong and nothing else", async () => {
  const view = whole();
  const wrong = async (accepts: () => Promise<boolean>) =>
    (await rateSwarm(view, config, accepts)).filter(({ todo }) => todo).map(({ check }) => check);
  expect(await wrong(everywhere)).toEqual([]);
  expect(await wrong(async () => false)).toEqual([
    ...["10.77.0.1:9092", "10.77.0.2:9093", "10.77.0.3:9094"].map((address) => `${address} from here`),
    ...["service-a from here", "service-b from here"],
  ]);
});

test("when a node is drained, or its label is gone, then it is said how to get it back", async () => {
  const { nodes, services } = whole();
  const changed = nodes.map((node) => {
    if (node.broker === 1) return { ...node, availability: "drain" };
    return node.broker === 2 ? { ...node, broker: undefined } : node;
  });
  const rows = await rateSwarm({ nodes: changed, services }, config, everywhere);
  expect(rows.filter(({ todo }) => todo).map(({ todo }) => todo)).toEqual([
    "docker node update --availability active kafka-lab-1",
    expect.stringContaining("docker node update --label-add kafka-lab.broker=2 NODE"),
  ]);
});

test("when a command works on containers, then it refuses a swarm, and says what to do instead", () => {
  const error = { message: expect.stringContaining("./lab dev works on"), hint: "Elsewhere." };
  expect(() => refuseInSwarm(config, "./lab dev", "Elsewhere.")).toThrow(expect.objectContaining(error));
  expect(() => refuseInSwarm({ ...config, nodes: [] }, "./lab dev", "Elsewhere.")).not.toThrow();
});

function whole(): SwarmView {
  const names = [1, 2, 3].map((host) => `kafka-lab-${host}`);
  return {
    nodes: names.map((name, index) => ({
      name,
      address: `10.77.0.${index + 1}`,
      broker: index + 1,
      state: "ready",
      availability: "active",
      isLeader: index === 0,
      isReachable: true,
    })),
    services: config.containers.map((name) => {
      const wanted = name.startsWith("kafka") ? 1 : 2;
      return { name, wanted, runsOn: names.slice(0, wanted), complaint: undefined };
    }),
  };
}
