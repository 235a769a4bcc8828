import { expect, test } from "vitest";
import { planOf } from "./plan.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::kafka-lab::lab:index:Kafka$${type}::${name}`;
const container = "docker:index/container:Container";

test("when a preview has come to its end, then its steps are a list with values", () => {
  const changes = [{ path: "memory", before: "1024", after: '"\u001b[31m"', replaces: true }];
  const plan = planOf({
    result: "succeeded",
    steps: [
      { op: "same", urn: "urn:pulumi:dev::kafka-lab::pulumi:pulumi:Stack::kafka-lab-dev" },
      { op: "replace", urn: urn(container, "kafka"), changes },
      { op: "import", urn: urn("docker:index/volume:Volume", "data") },
      { op: "discard", urn: urn("docker:index/network:Network", "a::b") },
    ],
    summary: {},
    outputs: {},
    errors: ["broken\u0007"],
  });
  expect(plan.steps.map(({ op, type, name }) => [op, type, name])).toEqual([
    ["replace", container, "kafka"],
    ["create", "docker:index/volume:Volume", "data"],
    ["delete", "docker:index/network:Network", "a::b"],
  ]);
  expect(plan.steps[0]?.diff).toEqual([
    { property: "memory", before: "1024", after: '"␛[31m"', replaces: true },
  ]);
  expect(plan.said).toEqual(["broken␇"]);
});
