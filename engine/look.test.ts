import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { dockerPackage } from "./docker/docker-package.ts";
import { startFakeEngine } from "./docker/testing/fake-engine.ts";
import { createLook } from "./look.ts";
import type { ResourcePackage } from "./model/resource-package.ts";
import type { ResourceState } from "./model/resource-type.ts";

const type = "docker:index/network:Network";
const urnOf = (name: string, of = type) => `urn:pulumi:s::p::${of}::${name}`;
const provider = { urn: urnOf("default", "pulumi:providers:docker"), id: "1", custom: true };
const stateFile = ".pulumi-state/.pulumi/stacks/p/s.json";

/** A project whose state has a stack, a provider and these networks. */
function projectWith(names: readonly string[], connection = {}) {
  const projectDir = mkdtempSync(join(tmpdir(), "look-"));
  onTestFinished(() => rmSync(projectDir, { recursive: true }));
  const resources = [
    { urn: urnOf("s", "pulumi:pulumi:Stack"), type: "pulumi:pulumi:Stack", custom: false },
    { ...provider, type: "pulumi:providers:docker", inputs: connection },
    ...names.map((name) => {
      const given = { name, driver: "bridge", ipamDriver: "default" };
      return {
        urn: urnOf(name),
        type,
        custom: true,
        id: name,
        inputs: given,
        outputs: given,
        provider: `${provider.urn}::1`,
      };
    }),
  ];
  const state = {
    version: 3,
    checkpoint: { stack: "organization/p/s", latest: { resources, metadata: {} } },
  };
  const files = {
    "Pulumi.yaml": "name: p\nruntime: nodejs\nbackend:\n  url: file://./.pulumi-state\n",
    "Pulumi.s.yaml": "",
    [stateFile]: JSON.stringify(state),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(projectDir, path)), { recursive: true });
    writeFileSync(join(projectDir, path), text);
  }
  return projectDir;
}

/** Docker's package with networks as `read` finds them; how often it was connected to. */
function packageWith(read: (id: string) => Promise<ResourceState | undefined>) {
  const connections: object[] = [];
  const network = { ...dockerPackage.types.get(type), read } as never;
  const resources: ResourcePackage = {
    ...dockerPackage,
    types: new Map([[type, network]]),
    connect: () => connections[connections.push({}) - 1],
  };
  return { resources, connections };
}

const found = (id: string, driver: string): ResourceState => {
  const seen = { name: id, driver, ipamDriver: "default" };
  return { id, inputs: seen, outputs: seen };
};

test("when resources are looked at, then each is there, gone or changed, and nothing is written", async () => {
  const projectDir = projectWith(["same", "gone", "changed", "secretive"]);
  const before = readFileSync(join(projectDir, stateFile), "utf8");
  const { resources, connections } = packageWith(async (id) => {
    if (id === "gone") return undefined;
    if (id === "secretive") throw new Error("refused");
    return found(id, id === "changed" ? "overlay" : "bridge");
  });
  const look = createLook(resources);
  const seen = await look({ projectDir, stack: "s" });
  expect(seen.map(({ name, real, error, changes }) => [name, real, error, changes])).toEqual([
    ["s", "component", undefined, []],
    ["same", "present", undefined, []],
    ["gone", "absent", undefined, []],
    [
      "changed",
      "present",
      undefined,
      [{ path: "driver", before: '"bridge"', after: '"overlay"', replaces: true }],
    ],
    ["secretive", "unknown", "refused", []],
  ]);
  await look({ projectDir, stack: "s" });
  expect(connections).toHaveLength(1);
  expect(readFileSync(join(projectDir, stateFile), "utf8")).toBe(before);
});

test("when the real types look at Docker, then what it says is compared with the state", async () => {
  const network = (Name: string, Driver: string) => ({
    Name,
    Driver,
    Scope: "local",
    Options: {},
    Labels: {},
    IPAM: {},
  });
  const answer = (body: object) => (_seen: unknown, response: ServerResponse) =>
    void response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  const docker = await startFakeEngine({
    "GET /networks/same": answer(network("same", "bridge")),
    "GET /networks/changed": answer(network("renamed", "bridge")),
  });
  onTestFinished(docker.close);
  const projectDir = projectWith(["same", "changed", "gone"], { host: `tcp://127.0.0.1:${docker.port}` });
  const seen = await createLook()({ projectDir, stack: "s" });
  expect(seen.slice(1)).toMatchObject([
    { name: "same", real: "present", changes: [] },
    {
      ...{ name: "changed", real: "present" },
      changes: [{ path: "name", before: '"changed"', after: '"renamed"', replaces: true }],
    },
    { name: "gone", real: "absent", changes: [] },
  ]);
  expect(docker.seen.every(({ method }) => method === "GET")).toBe(true);
});

test("when Docker does not answer, then the look ends anyway", async () => {
  const { resources } = packageWith(() => new Promise(() => {}));
  const seen = await createLook(resources)({ projectDir: projectWith(["n"]), stack: "s", timeoutMs: 10 });
  expect(seen[1]).toMatchObject({ real: "unknown", error: "no answer within 10 ms" });
});

test("when the stack was never brought up, then there is nothing to see", async () => {
  const projectDir = projectWith([]);
  rmSync(join(projectDir, stateFile));
  expect(await createLook()({ projectDir, stack: "s" })).toEqual([]);
});
