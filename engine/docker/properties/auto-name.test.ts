import { describe, expect, test } from "vitest";
import { withName } from "./auto-name.ts";

describe("when the program gives no name", () => {
  test("then one is generated, and counts as a default", () => {
    const { name, __defaults } = withName("data", { __defaults: ["driver"] }, undefined);
    expect(name).toMatch(/^data-[0-9a-f]{7}$/);
    expect(__defaults).toEqual(["driver", "name"]);
  });

  test("then the one that was generated before stays", () => {
    const old = { __defaults: ["name"], name: "data-0123abc" };
    expect(withName("data", { __defaults: [] }, old)).toEqual(old);
  });

  test("then the one that it gave before stays, and now counts as a default", () => {
    const old = { __defaults: [], name: "kept" };
    expect(withName("data", { __defaults: [] }, old)).toEqual({ __defaults: ["name"], name: "kept" });
  });
});

test("when the program gives a name, then it is used", () => {
  const old = { __defaults: ["name"], name: "data-0123abc" };
  expect(withName("data", { __defaults: [], name: "mine" }, old)).toEqual({ __defaults: [], name: "mine" });
});
