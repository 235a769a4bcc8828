import { expect, test } from "vitest";
import { strongest } from "./strongest.ts";

const seen = (seenBy: "plan" | "refresh" | "nobody") => ({
  property: "x",
  wanted: undefined,
  remembered: undefined,
  real: undefined,
  seenBy,
});

test("when a resource differs in several ways, then it is marked by the one that is noticed least", () => {
  expect(strongest([seen("plan"), seen("nobody"), seen("refresh")])).toBe("nobody");
  expect(strongest([seen("plan"), seen("refresh")])).toBe("refresh");
  expect(strongest([])).toBeUndefined();
});
