import { describe, expect, test } from "vitest";
import { dockerPackage } from "../docker/docker-package.ts";
import type { Resource } from "../model/checkpoint.ts";
import { dependentReplacements, diffOf } from "./replacement.ts";

const types = { resourcePackage: dockerPackage };

const volume: Resource = { urn: "urn:v", custom: true, type: "docker:index/volume:Volume", id: "v" };

/** A container that got `property` from the volume. */
function container(property: string, value: string[] | { tests: string[] }, options: Partial<Resource> = {}) {
  const given = { image: "image", [property]: value };
  return {
    urn: "urn:c",
    custom: true,
    type: "docker:index/container:Container",
    id: "c",
    inputs: given,
    outputs: given,
    propertyDependencies: { [property]: ["urn:v"] },
    ...options,
  };
}

const isReplacedAlong = (resource: Resource) =>
  dependentReplacements(types, volume, [volume, resource]).includes(resource);

describe("when something is deleted before its successor is made", () => {
  test("then a resource with a property from it is replaced along, if a change of that property replaces it", () => {
    expect(isReplacedAlong(container("command", ["echo", "v"]))).toBe(true);
    expect(isReplacedAlong(container("healthcheck", { tests: ["CMD", "v"] }))).toBe(false);
  });

  test("then so is one that lists the property in replaceOnChanges", () => {
    const healthcheck = { tests: ["CMD", "v"] };
    expect(
      isReplacedAlong(container("healthcheck", healthcheck, { replaceOnChanges: ["healthcheck"] })),
    ).toBe(true);
    expect(isReplacedAlong(container("healthcheck", healthcheck, { replaceOnChanges: ["memory"] }))).toBe(
      false,
    );
  });

  test("then one that ignores changes of the property stays", () => {
    expect(isReplacedAlong(container("command", ["echo", "v"], { ignoreChanges: ["command"] }))).toBe(false);
    expect(isReplacedAlong(container("command", ["echo", "v"], { ignoreChanges: ["envs"] }))).toBe(true);
  });
});

describe("when the last create or update did not finish", () => {
  const old = container("command", ["echo"], { initErrors: ["it did not start"] });

  test("then the resource is replaced, if every change replaces it", () => {
    const diff = diffOf(types, old, container("command", ["echo"], { replaceOnChanges: ["*"] }));
    expect(diff).toMatchObject({ changed: true, replaceKeys: ["#initerror"] });
    expect(diff.detailed).toEqual({ "#initerror": { kind: "update-replace", inputDiff: false } });
  });

  test("then that is not a difference otherwise", () => {
    const goal = container("command", ["echo"], { replaceOnChanges: ["command"] });
    expect(diffOf(types, old, goal)).toMatchObject({ changed: false, replaceKeys: [], detailed: {} });
  });
});

describe("when Docker has added what no input names", () => {
  const taskSpec = { containerSpec: { image: "image" }, placement: { constraints: ["node.role==manager"] } };
  const platforms = [{ architecture: "amd64", os: "linux" }];
  const service = (options: Partial<Resource>): Resource => ({
    urn: "urn:s",
    custom: true,
    type: "docker:index/service:Service",
    id: "s",
    inputs: { name: "s", taskSpec },
    outputs: { name: "s", taskSpec: { ...taskSpec, placement: { ...taskSpec.placement, platforms } } },
    ...options,
  });
  const path = "taskSpec.placement.platforms";

  test("then that is a difference, unless its changes are ignored", () => {
    expect(Object.keys(diffOf(types, service({}), service({})).detailed)).toEqual([path]);
    const ignoring = service({ ignoreChanges: [path] });
    expect(diffOf(types, service({}), ignoring)).toMatchObject({ changed: false, detailed: {} });
  });

  test("then another change is one all the same", () => {
    const goal = service({ ignoreChanges: [path], inputs: { name: "other", taskSpec } });
    expect(diffOf(types, service({}), goal)).toMatchObject({ changed: true, replaceKeys: ["name"] });
  });
});
