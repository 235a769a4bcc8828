import { afterEach, expect, test } from "vitest";
import { nodeImage } from "../support/images-here.ts";
import { ScratchProject } from "../support/scratch-project.ts";

let project: ScratchProject;
afterEach(async () => {
  await project.run("destroy");
  project.remove();
});

test("when a network with a generated name is replaced, then its successor gets a new name and is made first", async () => {
  project = new ScratchProject("replacement");
  const program = (label: string) => `import * as docker from "@pulumi/docker";
const network = new docker.Network("made-up", { labels: [{ label: "revision", value: "${label}" }] });
export const name = network.name;
`;
  project.write("infra/index.ts", program("1"));
  const { name } = (await project.run("up", ["--skip-preview"])).outputs;
  project.write("infra/index.ts", program("2"));
  const second = await project.run("up", ["--skip-preview"]);
  expect(second).toMatchObject({ errors: [], summary: { replace: 1 } });
  expect(second.outputs.name).toMatch(/^made-up-[0-9a-f]{7}$/);
  expect(second.outputs.name).not.toBe(name);
  expect(await project.run("up")).toMatchObject({ errors: [], summary: { same: 2 } });
});

test("when protection is removed together with a change that replaces, then the resource is replaced", async () => {
  project = new ScratchProject("replacement");
  const program = (label: string, protect: boolean) => `import * as docker from "@pulumi/docker";
new docker.Volume("guarded", { labels: [{ label: "revision", value: "${label}" }] }, { protect: ${protect} });
`;
  project.write("infra/index.ts", program("1", true));
  await project.run("up", ["--skip-preview"]);
  project.write("infra/index.ts", program("2", true));
  const refused = await project.run("up", ["--skip-preview"]);
  expect(refused.errors.join()).toContain("it is protected");
  project.write("infra/index.ts", program("2", false));
  expect(await project.run("up", ["--skip-preview"])).toMatchObject({ errors: [], summary: { replace: 1 } });
});

test("when a refresh finds something gone, then nothing in the state depends on it any more", async () => {
  project = new ScratchProject("replacement");
  project.write(
    "infra/index.ts",
    `import * as docker from "@pulumi/docker";
const gone = new docker.Volume("gone", { name: "replacement-gone" });
const stays = new docker.Volume("stays", { name: "replacement-stays" });
const labels = [{ label: "on", value: gone.name }, { label: "and", value: stays.name }];
new docker.Volume("dependent", { name: "replacement-dependent", labels });
`,
  );
  await project.run("up", ["--skip-preview"]);
  await project.shell("docker volume rm replacement-gone");
  expect(await project.run("refresh")).toMatchObject({ errors: [], summary: { delete: 1 } });
  const stays = "urn:pulumi:dev::replacement::docker:index/volume:Volume::stays";
  expect(project.resources().at(-1)).toMatchObject({
    dependencies: [stays],
    propertyDependencies: { labels: [stays] },
  });
  expect(await project.run("up")).toMatchObject({ errors: [], summary: { create: 1 } });
});

test("when a nested property forces a replacement, then the old one with its given name is deleted first", async () => {
  project = new ScratchProject("replacement");
  const program = (interval: string) => `import * as docker from "@pulumi/docker";
new docker.Container("forced", { name: "replacement-forced", image: "${nodeImage}", start: false, mustRun: false,
  healthcheck: { tests: ["NONE"], interval: "${interval}" } }, { replaceOnChanges: ["healthcheck.interval"] });
`;
  project.write("infra/index.ts", program("5s"));
  await project.run("up", ["--skip-preview"]);
  project.write("infra/index.ts", program("6s"));
  const replaced = await project.run("up", ["--skip-preview"]);
  expect(replaced).toMatchObject({ errors: [], summary: { replace: 1 } });
  expect(replaced.steps.at(-1)).toMatchObject({ op: "replace", replaceReasons: [] });
});

test("when a target is replaced, then its dependents are made again as they were, and not as the program wants them", async () => {
  project = new ScratchProject("replacement");
  const program = (revision: string) => `import * as docker from "@pulumi/docker";
const labels = [{ label: "revision", value: "${revision}" }];
const target = new docker.Volume("target", { name: "replacement-target", labels });
new docker.Container("dependent", { name: "replacement-dependent", image: "${nodeImage}", start: false,
  mustRun: false, hostname: target.name, envs: ["REVISION=${revision}"] });
`;
  project.write("infra/index.ts", program("1"));
  await project.run("up", ["--skip-preview"]);
  const before = project.resources().at(-1)?.inputs;
  project.write("infra/index.ts", program("2"));
  const target = "urn:pulumi:dev::replacement::docker:index/volume:Volume::target";
  const replaced = await project.run("up", ["--skip-preview", "--target", target]);
  expect(replaced).toMatchObject({ errors: [], summary: { replace: 2 } });
  expect(project.resources().at(-1)).toMatchObject({ inputs: before });
});
