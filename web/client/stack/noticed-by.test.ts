import { expect, test } from "vitest";
import type { ResourceRow } from "../../contract/stack.ts";
import { type Noticed, noticedBy } from "./noticed-by.ts";

function row(differences: readonly Noticed[], columns: Partial<ResourceRow> = {}): ResourceRow {
  return {
    urn: "urn:pulumi:s::p::docker:index/volume:Volume::v",
    type: "docker:index/volume:Volume",
    name: "v",
    wanted: "present",
    remembered: "present",
    real: "present",
    container: undefined,
    differences: differences.map((seenBy) => ({
      property: "x",
      wanted: undefined,
      remembered: undefined,
      real: undefined,
      seenBy,
    })),
    ...columns,
  };
}

test("when a resource differs in several ways, then it is marked by the one that is noticed least", () => {
  expect(noticedBy(row(["plan", "nobody", "refresh"]))).toBe("nobody");
  expect(noticedBy(row(["plan", "refresh"]))).toBe("refresh");
  expect(noticedBy(row([]))).toBeUndefined();
});

test("when a resource was removed from Docker, then only a refresh sees it", () => {
  expect(noticedBy(row([], { real: "absent" }))).toBe("refresh");
  expect(noticedBy(row([], { real: "unknown" }))).toBeUndefined();
});

test("when the program and the state differ about whether it is there, then a plan sees it", () => {
  expect(noticedBy(row([], { remembered: "absent", real: "absent" }))).toBe("plan");
  expect(noticedBy(row([], { wanted: "absent" }))).toBe("plan");
  expect(noticedBy(row([], { wanted: "unknown" }))).toBeUndefined();
});
