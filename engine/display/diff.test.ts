import { expect, test } from "vitest";
import type { Step } from "../model/observer.ts";
import { changesOf, formatDiff } from "./diff.ts";

const step: Step = {
  op: "replace",
  urn: "urn:pulumi:dev::lab::docker:index/container:Container::kafka",
  oldInputs: { envs: ["KAFKA_HEAP_OPTS=-Xms384m -Xmx384m"], memory: 1024 },
  newInputs: { envs: ["KAFKA_HEAP_OPTS=-Xms512m -Xmx512m"], memory: 1152 },
  detailedDiff: {
    "envs[0]": { kind: "update-replace", inputDiff: true },
    memory: { kind: "update", inputDiff: true },
  },
};

test("when the terminal is too narrow for before and after, then they are printed on lines of their own", () => {
  expect(formatDiff(step, 80)).toEqual([
    "      ~ envs[0]: (replaces)",
    '          - "KAFKA_HEAP_OPTS=-Xms384m -Xmx384m"',
    '          + "KAFKA_HEAP_OPTS=-Xms512m -Xmx512m"',
    "      ~ memory: 1024 => 1152",
  ]);
});

test("when the terminal is wide enough, then a property takes one line", () => {
  expect(formatDiff(step, 200)).toHaveLength(2);
});

test("when a resource is made, then its properties have no value before", () => {
  const made: Step = { op: "create", urn: step.urn, newInputs: { __defaults: [], memory: 1024 } };
  expect(changesOf(made)).toEqual([{ path: "memory", before: undefined, after: "1024", replaces: false }]);
  expect(changesOf(step)).toMatchObject([
    { path: "envs[0]", replaces: true },
    { path: "memory", before: "1024", after: "1152", replaces: false },
  ]);
});

test("when a value has blocks, then what the provider has noted in them for itself is left out", () => {
  const ports = [{ __defaults: ["protocol"], external: 5102, labels: { __defaults: [] } }];
  const detailedDiff = { ports: { kind: "add-replace", inputDiff: true } } as const;
  const [change] = changesOf({ ...step, newInputs: { ports }, detailedDiff });
  expect(change?.after).toBe('[{"external":5102,"labels":{}}]');
});
