import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeImage } from "../support/images-here.ts";
import { ScratchProject } from "../support/scratch-project.ts";

let project: ScratchProject;
beforeEach(() => {
  project = new ScratchProject("refreshed-inputs");
});
afterEach(async () => {
  await project.run("destroy");
  project.remove();
});

const program = (resource: string) =>
  project.write("infra/index.ts", `import * as docker from "@pulumi/docker";\n${resource}`);
const container = (interval: string, options: string) =>
  program(
    `new docker.Container("a", { name: "refreshed-inputs-a", image: "${nodeImage}", command: ["sleep", "600"],
  cpuShares: 100, healthcheck: { tests: ["CMD", "true"], interval: "${interval}" } }, ${options});`,
  );
const inputs = () => project.resources().at(-1)?.inputs;

test("when a container differs from its inputs, then a refresh writes what it is into them", async () => {
  container("5s", "{}");
  await project.run("up", ["--skip-preview"]);
  container("6s", "{}");
  await project.run("up", ["--skip-preview"]);
  expect(inputs()).toMatchObject({ healthcheck: { interval: "6s" } });
  await project.shell("docker update --cpu-shares 55 refreshed-inputs-a");
  await project.run("refresh");
  expect(inputs()).toMatchObject({ cpuShares: 55, healthcheck: { interval: "5s" } });
  container("6s", '{ ignoreChanges: ["cpuShares", "healthcheck"] }');
  expect(await project.run("preview")).toMatchObject({ errors: [], summary: { same: 2 } });
});

test("when the program no longer gives a volume's name, then the volume stays", async () => {
  program('new docker.Volume("v", { name: "refreshed-inputs-v" });');
  await project.run("up", ["--skip-preview"]);
  program('new docker.Volume("v", {});');
  expect(await project.run("up")).toMatchObject({ errors: [], summary: { same: 2 } });
  expect(project.resources().at(-1)).toMatchObject({
    id: "refreshed-inputs-v",
    inputs: { __defaults: ["name"], name: "refreshed-inputs-v" },
  });
});
