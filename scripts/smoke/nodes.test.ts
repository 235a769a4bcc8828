import { expect, test } from "vitest";
import { findOnNodes } from "./nodes.ts";

const swarm = {
  nodes: ["10.77.0.1", "10.77.0.2", "10.77.0.3"],
  prefix: "",
  serviceAPort: 5101,
  serviceBPorts: [5102],
  serviceReplicas: 2,
};

test("when the first node refuses, then the next ones are used", async () => {
  const accepts = async (host: string) => host !== "10.77.0.1";
  const { serviceA, serviceBs } = await findOnNodes(swarm, 0, accepts);
  expect(serviceA.url).toBe("http://10.77.0.2:5101");
  expect(serviceBs.map(({ name, url }) => `${name} ${url}`)).toEqual([
    "service-b http://10.77.0.2:5102",
    "service-b-2 http://10.77.0.3:5102",
  ]);
});

test("when all nodes refuse, then the first one is reported", async () => {
  const { serviceA, serviceBs } = await findOnNodes(swarm, 0, async () => false);
  expect([serviceA, ...serviceBs].map(({ url }) => url)).toEqual([
    "http://10.77.0.1:5101",
    "http://10.77.0.1:5102",
  ]);
});
