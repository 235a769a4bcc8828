import { expect, test } from "vitest";
import type { LabConfig } from "../../../../lib/project/lab-config.ts";
import type { ContainerState } from "../../../contract/container.ts";
import type { SeenContainers } from "./containers.ts";
import { reachOf, type Seen } from "./reach.ts";

type Broker = SeenContainers["brokers"][number];

const broker = (id: number, state: ContainerState["state"], more: Partial<Broker> = {}): Broker => ({
  id,
  name: id === 1 ? "kafka" : `kafka-${id}`,
  state,
  health: undefined,
  address: undefined,
  ...more,
});

function reach(brokers: readonly Broker[], more: Partial<Seen> = {}) {
  const containers = { brokers, zookeepers: [], controllers: [], services: [] };
  const settings = { config: { nodes: [] as string[] } as LabConfig };
  const { reach: found, reason } = reachOf({ settings, containers, answers: false, unreached: [], ...more });
  return [found, reason?.en, reason?.fr] as const;
}

test("when Kafka answers, then it is up, whatever else is the matter", () => {
  expect(reach([broker(1, "paused"), broker(2, "running")], { answers: true })).toEqual([
    "up",
    undefined,
    undefined,
  ]);
  expect(reach([], { answers: true, containers: undefined })[0]).toBe("up");
});

test("when a broker that runs leads clients astray, then it is said where to", () => {
  const unreached = [{ nodeId: 1, host: "nowhere", port: 1 }];
  const told = reach([broker(1, "running")], { answers: true, unreached });
  expect(told[0]).toBe("up");
  expect(told[1]).toContain("nowhere:1");
  expect(told[2]).toContain("nowhere:1");
  expect(reach([broker(1, "exited")], { answers: true, unreached })[1]).toBeUndefined();
});

test("when Kafka does not answer, then the reason and the command are those of what is there", () => {
  const address = { host: "127.0.0.1", port: 9092 };
  const cases: [ReturnType<typeof reach>, string, string][] = [
    [reach([], { settings: { fault: undefined } }), "down", "./lab up"],
    [reach([], { settings: { fault: "no stack x" } }), "down", "no stack x"],
    [reach([], { containers: undefined }), "down", "./lab doctor"],
    [reach([broker(1, "missing")]), "down", "The lab is not up: ./lab up"],
    [reach([broker(1, "exited"), broker(2, "exited")]), "down", "docker start kafka kafka-2"],
    [reach([broker(1, "paused"), broker(2, "exited")]), "down", "docker unpause kafka"],
    [reach([broker(1, "created")]), "coming", "kafka is starting"],
    [reach([broker(1, "running", { health: "starting" })]), "coming", "kafka is starting"],
    [reach([broker(1, "running", { health: "healthy", address })]), "down", "127.0.0.1:9092"],
    [reach([broker(1, "running")]), "down", "./lab up --refresh"],
  ];
  for (const [told, wanted, words] of cases) {
    expect(told[0]).toBe(wanted);
    expect(told[1]).toContain(words);
    expect(told[2]?.length).toBeGreaterThan(10);
  }
});

test("when a command is at work, then what it has not made yet is no fault", () => {
  const told = (underWay: string) => reach([broker(1, "missing")], { underWay });
  expect(told("./lab up")).toMatchObject(["coming", expect.stringContaining("./lab up"), expect.any(String)]);
  expect(told("./lab destroy")[0]).toBe("down");
  expect(reach([broker(1, "running")], { underWay: "./lab up", answers: true })[0]).toBe("up");
});

test("when only the broker's container is gone, then the others say that the lab is up", () => {
  const zookeepers = [{ name: "zookeeper", state: "running" as const, health: undefined }];
  const containers = { brokers: [broker(1, "missing")], zookeepers, controllers: [], services: [] };
  expect(reach([], { containers })[1]).toContain("./lab up --refresh");
  const migrated = { ...containers, zookeepers: [], controllers: zookeepers };
  expect(reach([], { containers: migrated })[1]).toContain("./lab up --refresh");
});
