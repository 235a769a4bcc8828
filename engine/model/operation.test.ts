import { expect, test } from "vitest";
import type { Step } from "./observer.ts";
import { resultOf } from "./operation.ts";

const urn = "urn:pulumi:s::p::docker:index/network:Network::n";
const steps: Step[] = [{ op: "update", urn, oldInputs: { driver: "a" }, newInputs: { driver: "b" } }];
const run = { exitCode: 0, steps, errors: [], outputs: {} };

test("when values are wanted, then each step has what it changes, and else no values at all", () => {
  const change = { path: "driver", before: '"a"', after: '"b"', replaces: true };
  expect(resultOf({ ...run, changesOf: () => [change] }).steps).toEqual([
    { op: "update", urn, changes: [change] },
  ]);
  expect(resultOf({ ...run, changesOf: () => [] }).steps).toEqual([{ op: "update", urn }]);
  expect(resultOf(run).steps).toEqual([{ op: "update", urn }]);
});
