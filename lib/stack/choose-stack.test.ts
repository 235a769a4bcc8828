import { describe, expect, test } from "vitest";
import { decideStack } from "./choose-stack.ts";

describe("decideStack", () => {
  test("when the official images are on this machine, then the stack is dev, whatever the registry says", () => {
    expect(decideStack({ missing: [], pullable: false }).stack).toBe("dev");
  });

  test("when the official images can be pulled, then the stack is dev", () => {
    expect(decideStack({ missing: ["node:24"], pullable: true }).stack).toBe("dev");
  });

  test("when the official images cannot be pulled, then the stack is local and the reason is given", () => {
    const decision = decideStack({ missing: ["node:24"], pullable: false, failure: "no such host" });
    expect(decision.stack).toBe("local");
    expect(decision.reason).toContain("node:24 cannot be pulled (no such host)");
  });

  test.each(["rate-limit", "login", "absent"])(
    "when the registry would give them otherwise (%s), then nothing is chosen or remembered, and both ways are shown",
    (kind) => {
      const seen = {
        missing: ["node:24"],
        pullable: false,
        failure: "no",
        kind,
        advice: "log in: docker login",
      };
      expect(() => decideStack(seen)).toThrow(
        expect.objectContaining({
          message: expect.stringContaining("node:24 was not given (no)"),
          hint: expect.stringMatching(/docker login.*--stack local/),
        }),
      );
    },
  );
});
