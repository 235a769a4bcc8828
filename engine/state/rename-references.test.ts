import { expect, test } from "vitest";
import { renameReferences } from "./rename-references.ts";

test("when a resource has a new name, then the other resources in the state refer to it by that name", () => {
  const [from, to, other] = ["urn:old", "urn:new", "urn:other"];
  const left = {
    urn: "urn:left",
    custom: true,
    type: "docker:index/container:Container",
    parent: from,
    provider: `${from}::id`,
    dependencies: [other, from],
    propertyDependencies: { envs: [from] },
  };
  renameReferences([left], from, to);
  expect(left).toMatchObject({
    urn: "urn:left",
    parent: to,
    provider: `${to}::id`,
    dependencies: [other, to],
    propertyDependencies: { envs: [to] },
  });
});
