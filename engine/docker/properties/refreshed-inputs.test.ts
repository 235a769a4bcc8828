import { describe, expect, test } from "vitest";
import { loadRecordings, type RecordedResource } from "../../../tests/conformance/recording.ts";
import type { PropertyMap } from "../../model/resource-type.ts";
import { CONTAINER } from "../container/container-schema.ts";
import { NETWORK } from "../network/network.ts";
import { VOLUME } from "../volume/volume.ts";
import { refreshedInputs } from "./refreshed-inputs.ts";
import type { Schema } from "./schema.ts";

const container = (inputs: PropertyMap, outputs: PropertyMap) => refreshedInputs(CONTAINER, inputs, outputs);

describe("when a refresh finds other values than the inputs", () => {
  test("then the inputs become the found values, and nothing is added that was not given", () => {
    const inputs = { cpuShares: 100, cpuSet: "0", init: true, memoryReservation: 32 };
    const outputs = { cpuShares: 55, cpuSet: "1", init: false, memoryReservation: 16, memory: 64 };
    expect(container(inputs, outputs)).toEqual({
      cpuShares: 55,
      cpuSet: "1",
      init: false,
      memoryReservation: 16,
    });
  });

  test("then only the given fields of a block change", () => {
    const healthcheck = { __defaults: ["timeout"], interval: "6s", tests: ["CMD", "true"], timeout: "0s" };
    const found = { interval: "5s", retries: 0, startPeriod: "0s", tests: ["CMD", "true"], timeout: "0s" };
    expect(container({ healthcheck }, { healthcheck: found })).toEqual({
      healthcheck: { ...healthcheck, interval: "5s" },
    });
  });

  test("then a default with another value is no longer a default", () => {
    const inputs = { __defaults: ["mustRun", "start"], mustRun: true, start: true };
    expect(container(inputs, { mustRun: false, start: true })).toEqual({
      __defaults: ["start"],
      mustRun: false,
      start: true,
    });
  });

  test("then missing keys of a map are removed, and no others are added", () => {
    const outputs = { tmpfs: { "/a": "size=2m", "/c": "" } };
    expect(container({ tmpfs: { "/a": "size=1m", "/b": "" } }, outputs)).toEqual({
      tmpfs: { "/a": "size=2m" },
    });
  });

  test("then ports that are not published are removed", () => {
    expect(container({ ports: [{ internal: 80, external: 8080 }] }, { ports: [] })).toEqual({ ports: [] });
  });
});

describe("when members of a set are in another order", () => {
  test("then strings are as they were found", () => {
    expect(container({ envs: ["B=2", "A=1"] }, { envs: ["A=1", "B=2"] })).toEqual({ envs: ["A=1", "B=2"] });
  });

  test("then each block is matched with the most similar one", () => {
    const inputs = {
      volumes: [
        { containerPath: "/b", volumeName: "b" },
        { containerPath: "/a", hostPath: "/tmp", readOnly: true },
      ],
    };
    const volumes = [
      { containerPath: "/a", hostPath: "/tmp", readOnly: true, volumeName: "" },
      { containerPath: "/b", hostPath: "", readOnly: false, volumeName: "c" },
    ];
    expect(container(inputs, { volumes })).toEqual({
      volumes: [
        { containerPath: "/b", volumeName: "c" },
        { containerPath: "/a", hostPath: "/tmp", readOnly: true },
      ],
    });
  });
});

test("when a volume was recreated by hand, then its labels are the new ones", () => {
  const inputs = { labels: [{ __defaults: [], label: "l", value: "1" }], name: "v" };
  const outputs = { driver: "local", labels: [{ label: "l", value: "2" }], name: "v" };
  expect(refreshedInputs(VOLUME, inputs, outputs)).toEqual({
    labels: [{ label: "l", value: "2" }],
    name: "v",
  });
});

describe("when a refresh was recorded, then its inputs are the real provider's", () => {
  const schemas: Readonly<Record<string, Schema>> = {
    "docker:index/container:Container": CONTAINER,
    "docker:index/network:Network": NETWORK,
    "docker:index/volume:Volume": VOLUME,
  };
  const refreshes = loadRecordings().flatMap(({ scenario, steps }) => {
    let known: readonly RecordedResource[] = [];
    return steps.flatMap((step, index) => {
      if (!("plan" in step) || step.state === undefined) return [];
      const before = known;
      known = step.state.resources;
      if (step.do !== "refresh" || step.flags) return [];
      return known.map((after) => ({
        title: `${scenario}, step ${index}: ${after.urn.split("::").at(-1)}`,
        schema: schemas[after.type],
        asked: before.find(({ urn }) => urn === after.urn)?.inputs as PropertyMap | undefined,
        after: after as { inputs?: PropertyMap; outputs?: PropertyMap },
      }));
    });
  });
  test.each(refreshes.filter(({ schema, asked }) => schema && asked))(
    "$title",
    ({ schema, asked, after }) => {
      expect(refreshedInputs(schema ?? {}, asked ?? {}, after.outputs ?? {})).toEqual(after.inputs);
    },
  );
});
