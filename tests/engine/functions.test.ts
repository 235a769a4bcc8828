import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { invokeFunction } from "../../engine/docker/package/functions.ts";
import { docker, freshName, IMAGE, removeAll } from "./engine-on-docker.ts";

const name = freshName();
beforeAll(async () => {
  await docker.createNetwork({ Name: name });
  const Cmd = ["node", "-e", "console.log('one'); console.error('two'); console.log('three')"];
  const container = await docker.createContainer({
    name,
    Image: IMAGE,
    Cmd,
    HostConfig: { NetworkMode: name },
  });
  await container.start();
  await container.wait();
});
afterAll(() => removeAll([name]));

const invoke = (called: string, args: Record<string, string | boolean>) =>
  invokeFunction(`docker:index/${called}:${called}`, args, docker);

describe("when a function queries Docker", () => {
  test("then a network is returned with its addresses", async () => {
    const found = await invoke("getNetwork", { name });
    expect(found).toMatchObject({ name, driver: "bridge", scope: "local", internal: false, containers: [] });
    expect(found.id).toMatch(/^[0-9a-f]{64}$/);
    expect(found.ipamConfigs).toMatchObject([{ subnet: expect.stringContaining("/") }]);
  });

  test("then a log is returned line by line, in the requested length", async () => {
    const { logsListStrings: all } = await invoke("getLogs", { name });
    expect([...(all as string[])].sort()).toEqual(["one", "three", "two"]);
    expect((await invoke("getLogs", { name, showStderr: false })).logsListStrings).toEqual(["one", "three"]);
    // Docker counts the lines of both streams, whose order relative to each other is not defined.
    const { logsListStrings: last } = await invoke("getLogs", { name, tail: "1" });
    expect([["three"], ["two"]]).toContainEqual(last);
    expect((await invoke("getLogs", { name, logsListStringEnabled: false })).logsListStrings).toEqual([]);
  });

  test("then an image is returned with its id", async () => {
    expect((await invoke("getRemoteImage", { name: IMAGE })).id).toMatch(/^sha256:/);
  });
});

describe("when a function cannot answer, then it says why", () => {
  test.each<[string, Record<string, string | boolean>, string]>([
    ["getNetwork", { name: "eng-test-nowhere" }, 'there is no network "eng-test-nowhere"'],
    ["getLogs", { name: "eng-test-nowhere" }, 'there is no container "eng-test-nowhere"'],
    ["getRemoteImage", { name: "eng-test-nowhere" }, 'there is no image "eng-test-nowhere"'],
    ["getNetwork", {}, "name: expected a value"],
    ["getLogs", { name: "a", follow: true }, "follow: not supported by the embedded engine"],
    ["getRegistryImage", { name: "a" }, "not supported by the embedded engine; use the Pulumi CLI"],
    ["getPlugin", { alias: "a" }, "not supported by the embedded engine; use the Pulumi CLI"],
  ])("%s %j", async (called, args, reason) => {
    await expect(invoke(called, args)).rejects.toThrow(reason);
  });
});
