import { describe, expect, test } from "vitest";
import { decideStack } from "./stack.mjs";

describe("decideStack", () => {
  test("when the official images are on this machine, then the stack is dev, whatever the registry says", () => {
    expect(decideStack({ missing: [], pullable: false }).stack).toBe("dev");
  });

  test("when the official images can be pulled, then the stack is dev", () => {
    expect(decideStack({ missing: ["node:24"], pullable: true }).stack).toBe("dev");
  });

  test("when the official images cannot be pulled, then the stack is local and the reason is told", () => {
    const decision = decideStack({ missing: ["node:24"], pullable: false, failure: "no such host" });
    expect(decision.stack).toBe("local");
    expect(decision.reason).toContain("node:24 cannot be pulled (no such host)");
  });
});
