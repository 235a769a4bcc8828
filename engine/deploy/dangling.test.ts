import { expect, test } from "vitest";
import { withoutDangling } from "./dangling.ts";

const container = (urn: string) => ({ urn, custom: true, type: "docker:index/container:Container" });
const stack = { urn: "urn:stack", custom: false, type: "pulumi:pulumi:Stack" };

test("when a resource is gone, then no remaining resource refers to it", () => {
  const left = {
    ...container("urn:c"),
    parent: "urn:gone",
    dependencies: ["urn:n", "urn:gone"],
    propertyDependencies: { envs: ["urn:gone"], networksAdvanced: ["urn:n", "urn:gone"] },
    deletedWith: "urn:gone",
  };
  const network = { urn: "urn:n", custom: true, type: "docker:index/network:Network", parent: stack.urn };
  expect(withoutDangling([stack, network, left])).toEqual([
    stack,
    network,
    { ...container("urn:c"), dependencies: ["urn:n"], propertyDependencies: { networksAdvanced: ["urn:n"] } },
  ]);
});

test("when nothing is gone, then all references stay", () => {
  const child = {
    ...container("urn:c"),
    parent: stack.urn,
    deletedWith: stack.urn,
    dependencies: [stack.urn],
  };
  expect(withoutDangling([stack, child])).toEqual([stack, child]);
});
