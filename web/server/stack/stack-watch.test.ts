import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SeenResource } from "../../../engine/look.ts";
import type { OperationDocument } from "../../../lib/engines/engine-operation.ts";
import { beginOperation } from "../../../lib/project/under-way.ts";
import { newFolder } from "../testing/served-page.ts";
import { openOperation } from "./operation-state.ts";
import { type StackParts, watchStack } from "./stack-watch.ts";
import { projectWithStack, write } from "./testing/project-with-stack.ts";

const type = "docker:index/network:Network";
const urn = `urn:pulumi:s::p::${type}::net`;
const net: SeenResource = {
  ...{ urn, type, name: "net", id: "n", inputs: {}, real: "present", error: undefined, changes: [] },
};
const document: OperationDocument = {
  ...{ result: "succeeded", steps: [{ op: "update", urn }], summary: {}, outputs: {}, errors: [] },
};

function watchIn(projectDir: string, parts: Partial<StackParts> = {}) {
  return watchStack({
    projectDir,
    look: async () => [net],
    list: async () => new Map(),
    runPreview: async () => document,
    ...parts,
  });
}

test("when the stack is previewed, then the plan is kept, and is old once program, settings or state change", async () => {
  const dir = projectWithStack();
  const stack = watchIn(dir);
  expect(await stack.look()).toMatchObject({
    stack: "s",
    preview: undefined,
    resources: [{ wanted: "unknown" }],
  });
  const changes = [
    "infra/index.ts",
    "Pulumi.s.yaml",
    ".pulumi-state/.pulumi/stacks/p/s.json",
    "services/new.ts",
  ];
  for (const [at, file] of changes.entries()) {
    const plan = await stack.preview();
    expect(plan.steps).toMatchObject([{ op: "update", name: "net" }]);
    expect(await stack.look()).toMatchObject({
      preview: { plan, isOld: false, isRunning: false },
      resources: [{ wanted: "present" }],
    });
    write(dir, file, `# ${"x".repeat(at + 1)}`);
    expect(await stack.look(), file).toMatchObject({
      preview: { plan, isOld: true },
      resources: [{ wanted: "unknown", differences: [] }],
    });
  }
});

test("when a preview runs, then the next one who asks gets the same", async () => {
  const { promise, resolve } = Promise.withResolvers<OperationDocument>();
  let runs = 0;
  let told = 0;
  const stack = watchIn(projectWithStack(), {
    runPreview: () => {
      runs += 1;
      return promise;
    },
    onPreview: () => (told += 1),
  });
  const both = [stack.preview(), stack.preview()];
  resolve(document);
  const [first, second] = await Promise.all(both);
  expect(first).toBe(second);
  expect(runs).toBe(1);
  expect(told).toBe(3);
});

test("when an operation is under way, then there is no preview, and the state says which", async () => {
  const dir = projectWithStack();
  const stack = watchIn(dir);
  const done = beginOperation("s", "./lab up --stack s", dir);
  expect(openOperation(dir)()).toEqual({
    stack: "s",
    underWay: { command: "./lab up --stack s", pid: process.pid, sinceMs: expect.any(Number) },
  });
  expect(() => stack.preview()).toThrow("./lab up --stack s is at work");
  done();
  expect(openOperation(dir)()).toEqual({ stack: "s", underWay: undefined });
  await stack.preview();
});

test("when a preview fails, then its errors are said, and the rows stay unknown", async () => {
  const failed: OperationDocument = { ...document, result: "failed", steps: [], errors: ["a bad setting"] };
  const stack = watchIn(projectWithStack(), { runPreview: async () => failed });
  expect(await stack.preview()).toEqual({ steps: [], said: ["a bad setting"] });
  expect((await stack.look()).resources).toMatchObject([{ wanted: "unknown" }]);
  const broken = watchIn(projectWithStack(), { runPreview: () => Promise.reject(new Error("no answer")) });
  await expect(broken.preview()).rejects.toThrow("no answer");
  expect((await broken.look()).preview).toBeUndefined();
});

test("when Docker does not answer, then the state is shown anyway, with the reason, and nothing is waited for", async () => {
  let timeoutMs: number | undefined;
  const stack = watchIn(projectWithStack(), {
    list: () => Promise.reject(new Error("connect ECONNREFUSED")),
    look: async (request) => {
      timeoutMs = request.timeoutMs;
      return [{ ...net, real: "unknown" }];
    },
  });
  expect(await stack.look()).toMatchObject({
    reason: { en: "Docker does not answer (connect ECONNREFUSED)." },
    resources: [{ name: "net", remembered: "present", real: "unknown" }],
  });
  expect(timeoutMs).toBe(0);
});

test("when the state cannot be read, or there is no stack, then the page is told", async () => {
  const unreadable = watchIn(projectWithStack(), { look: () => Promise.reject(new Error("damaged")) });
  expect(await unreadable.look()).toMatchObject({
    reason: { en: "The state cannot be read: damaged" },
    resources: [],
  });
  const nowhere = projectWithStack();
  rmSync(join(nowhere, ".lab/stack"));
  expect(await watchIn(nowhere).look()).toMatchObject({ stack: undefined, resources: [] });
  expect(() => watchIn(nowhere).preview()).toThrow("no stack has been chosen yet");
  expect(openOperation(newFolder())()).toEqual({ stack: undefined, underWay: undefined });
});
