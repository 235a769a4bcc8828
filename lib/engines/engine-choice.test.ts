import { describe, expect, test } from "vitest";
import { decideEngine } from "./engine-choice.ts";

const complete = { path: "/bin/pulumi", version: "v3.270.0", plugin: "5.2.0" };
const withoutPlugin = { path: "/bin/pulumi", version: "v3.270.0" };
const broken = { path: "/bin/pulumi", failure: "Command failed: pulumi version" };

describe("decideEngine", () => {
  test("when the Pulumi CLI and its Docker provider are there, then the CLI is taken", () => {
    expect(decideEngine(undefined, complete, "5.2.0")).toMatchObject({
      engine: "pulumi",
      reason: "v3.270.0 is on PATH, with its Docker provider",
    });
  });

  test("when the CLI lacks its Docker provider, then the embedded engine is taken, and the way to get the provider is shown", () => {
    const { engine, reason } = decideEngine(undefined, withoutPlugin, "5.2.0");
    expect(engine).toBe("embedded");
    expect(reason).toContain("pulumi plugin install resource docker 5.2.0");
  });

  test("when the CLI does not work, then the embedded engine is taken and the failure is reported", () => {
    const { engine, reason } = decideEngine(undefined, broken, "5.2.0");
    expect(engine).toBe("embedded");
    expect(reason).toContain("/bin/pulumi does not work (Command failed: pulumi version)");
  });

  test("when there is no CLI, then the embedded engine is taken", () => {
    expect(decideEngine(undefined, {}, "5.2.0")).toMatchObject({ engine: "embedded" });
  });

  test("when the embedded engine is asked for, then the CLI is left alone", () => {
    expect(decideEngine("embedded", complete, "5.2.0").engine).toBe("embedded");
  });

  test("when the CLI is asked for and lacks its Docker provider, then that is fetched first", () => {
    expect(decideEngine("pulumi", withoutPlugin, "5.2.0")).toMatchObject({
      engine: "pulumi",
      installPlugin: true,
    });
  });

  test("when the CLI is asked for and is not there, then the error offers the embedded engine", () => {
    expect(() => decideEngine("pulumi", {}, "5.2.0")).toThrow(
      expect.objectContaining({
        message: expect.stringContaining("there is no Pulumi CLI on PATH"),
        hint: expect.stringContaining("--engine embedded"),
      }),
    );
  });
});
