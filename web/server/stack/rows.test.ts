import { expect, test } from "vitest";
import type { SeenResource } from "../../../engine/look.ts";
import type { StackPlan } from "../../contract/stack.ts";
import type { FoundContainer } from "./containers.ts";
import { type Columns, rowsOf } from "./rows.ts";

const type = "docker:index/container:Container";
const kafka: SeenResource = {
  urn: "urn:pulumi:dev::lab::docker:index/container:Container::kafka",
  type,
  name: "kafka",
  id: "1",
  inputs: { networksAdvanced: [{ name: "kafka-lab" }] },
  real: "present",
  error: undefined,
  changes: [],
};
const container: FoundContainer = {
  name: "kafka",
  state: "running",
  health: "healthy",
  networks: [{ name: "kafka-lab", id: "n" }],
};

function row(
  seen: Partial<SeenResource>,
  others: Partial<Columns> & { container?: Partial<FoundContainer> } = {},
) {
  const containers = new Map([["1", { ...container, ...others.container }]]);
  const [found] = rowsOf({
    seen: [{ ...kafka, ...seen }],
    containers,
    plan: undefined,
    isWhole: false,
    ...others,
  });
  return found;
}

const planWith = (op: StackPlan["steps"][number]["op"], diff: StackPlan["steps"][number]["diff"] = []) => ({
  plan: { steps: [{ op, urn: kafka.urn, type, name: "kafka", diff }], said: [] },
  isWhole: true,
});
const memory = { property: "memory", before: "1024", after: "1152", replaces: false };

test("when nothing differs, then all columns say so, and what the program wants is unknown without a preview", () => {
  expect(row({})).toMatchObject({
    wanted: "unknown",
    remembered: "present",
    real: "present",
    differences: [],
    container: { name: "kafka", state: "running", health: "healthy" },
  });
  expect(row({}, { plan: { steps: [], said: [] }, isWhole: true })?.wanted).toBe("present");
  expect(row({}, { plan: { steps: [], said: ["cut off"] } })?.wanted).toBe("unknown");
});

test("when the plan changes a property, then a plan sees it", () => {
  expect(row({}, planWith("update", [memory]))).toMatchObject({
    wanted: "present",
    real: "present",
    differences: [{ property: "memory", wanted: "1152", remembered: "1024", real: "1024", seenBy: "plan" }],
  });
  expect(row({}, planWith("delete"))?.wanted).toBe("absent");
});

test("when Docker has another value, then only a refresh sees it, unless the plan changes it as well", () => {
  const changes = [{ path: "mustRun", before: "true", after: "false", replaces: false }];
  const drift = { property: "mustRun", remembered: "true", real: "false", seenBy: "refresh" };
  expect(row({ changes })).toMatchObject({ real: "different", differences: [drift] });
  expect(row({ changes }, planWith("update", [memory]))?.differences).toMatchObject([
    { property: "memory", seenBy: "plan" },
    { ...drift, wanted: "true" },
  ]);
  const both = [{ path: "memory", before: "1024", after: "512", replaces: false }];
  expect(row({ changes: both }, planWith("update", [memory]))?.differences).toEqual([
    { property: "memory", wanted: "1152", remembered: "1024", real: "512", seenBy: "plan" },
  ]);
});

test.each([
  [{ state: "paused" }, { property: "state", remembered: "running", real: "paused" }],
  [{ state: "restarting" }, { property: "state", remembered: "running", real: "restarting" }],
  [{ health: "unhealthy" }, { property: "health", remembered: "healthy", real: "unhealthy" }],
  [{ networks: [] }, { property: "networksAdvanced", remembered: '["kafka-lab"]', real: "[]" }],
  [
    { networks: [{ name: "other", id: "o" }, ...container.networks] },
    { property: "networksAdvanced", real: '["other","kafka-lab"]' },
  ],
] as const)("when a container is %j, then nobody sees it", (changed, difference) => {
  expect(row({}, { container: changed })).toMatchObject({
    real: "different",
    differences: [{ ...difference, seenBy: "nobody" }],
  });
});

test("when a network is named by its id, then that is no difference", () => {
  expect(row({ inputs: { networksAdvanced: [{ name: "n" }] } })?.differences).toEqual([]);
});

test("when a container is gone or Docker does not answer, then the row says so", () => {
  expect(row({ real: "absent" })).toMatchObject({ real: "absent", container: undefined });
  const seen = [{ ...kafka, real: "unknown" as const }];
  expect(rowsOf({ seen, containers: undefined, plan: undefined, isWhole: false })[0]).toMatchObject({
    real: "unknown",
    container: undefined,
  });
});

test("when the program wants what the state does not have, then it has a row, also where Docker has it already", () => {
  const { plan } = planWith("create", [
    { property: "name", before: undefined, after: '"kafka"', replaces: false },
  ]);
  const rows = (containers: Columns["containers"]) => rowsOf({ seen: [], containers, plan, isWhole: true });
  const absent = { wanted: "present", remembered: "absent", real: "absent" };
  expect(rows(new Map())).toMatchObject([absent]);
  expect(rows(new Map([["2", container]]))).toMatchObject([
    { ...absent, real: "present", container: { name: "kafka" } },
  ]);
  expect(rows(undefined)).toMatchObject([{ ...absent, real: "unknown" }]);
});

test("when there are components, then they have no row", () => {
  const seen = [{ ...kafka, real: "component" as const }];
  expect(rowsOf({ seen, containers: new Map(), plan: undefined, isWhole: false })).toEqual([]);
});
