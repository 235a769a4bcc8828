import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, ScratchProject } from "../support/scratch-project.ts";

let project: ScratchProject;
beforeEach(() => {
  project = new ScratchProject("failed-update");
});
afterEach(async () => {
  await project.run("destroy");
  project.remove();
});

const program = (text: string) =>
  project.write("infra/index.ts", `import * as docker from "@pulumi/docker";\n${text}`);
const planOf = ({ steps }: Answer) => steps.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
const names = () => project.resources().map(({ urn }) => String(urn).split("::").at(-1));

test("when a step fails, then nothing new begins, and missing outputs are kept", async () => {
  program(`new docker.Volume("first", { name: "failed-update-first" });
export const old = "kept"; export const changed = "before";`);
  await project.run("up", ["--skip-preview"]);
  program(`new docker.Volume("first", { name: "failed-update-first" });
const network = new docker.Network("network", { name: "failed-update", driver: "no-such-driver" });
const slow = new docker.Network("slow", { name: "failed-update-slow" });
new docker.Volume("after", { labels: [{ label: "on", value: slow.id }] }, { dependsOn: [network] });
export const changed = "after";`);
  const failed = await project.run("up", ["--skip-preview"]);
  expect(failed).toMatchObject({ result: "failed", outputs: { old: "kept", changed: "after" } });
  expect(failed.errors).toHaveLength(1);
  expect(names()).not.toContain("after");
});

test("when a protected resource must be replaced, then the preview shows the other steps and up does nothing", async () => {
  const volumes = (revision: string) =>
    program(`const labels = [{ label: "revision", value: "${revision}" }];
const guarded = new docker.Volume("guarded", { labels }, { protect: ${revision !== "3"} });
new docker.Volume("behind", { labels: [{ label: "on", value: guarded.name }] });
new docker.Volume("other", { labels });`);
  volumes("1");
  await project.run("up", ["--skip-preview"]);
  volumes("2");
  const preview = await project.run("preview");
  expect(planOf(preview).sort()).toEqual([
    "replace behind",
    "replace guarded",
    "replace other",
    "same failed-update-dev",
  ]);
  expect(preview.exitCode).toBe(1);
  const before = project.resources();
  expect((await project.run("up", ["--skip-preview"])).errors.join()).toContain("it is protected");
  expect(project.resources()).toEqual(before);
  volumes("3");
  expect(await project.run("up", ["--skip-preview"])).toMatchObject({ errors: [], summary: { replace: 3 } });
});

test("when a dependent of a target has left the program, then it is reported and not deleted", async () => {
  const target = "urn:pulumi:dev::failed-update::docker:index/volume:Volume::target";
  program(`const target = new docker.Volume("target", { name: "failed-update-target" });
new docker.Volume("dependent", {}, { dependsOn: [target] });
new docker.Volume("other", {});`);
  await project.run("up", ["--skip-preview"]);
  program('new docker.Volume("target", { name: "failed-update-target" });');
  const refused = await project.run("up", ["--target", target]);
  expect(planOf(refused)).toContain("delete dependent");
  expect(refused.errors.join()).toContain("not specified in --target list");
  expect(names()).toEqual(expect.arrayContaining(["dependent", "other"]));
  await project.run("up", ["--target", target, "--target-dependents", "--skip-preview"]);
  expect(names()).not.toContain("dependent");
  expect(names()).toContain("other");
});

test("when a target needs a missing resource that is not a target, then nothing is made and components are left out", async () => {
  program(`import * as pulumi from "@pulumi/pulumi";
const needed = new docker.Volume("needed", { name: "failed-update-needed" });
new docker.Volume("target", { labels: [{ label: "on", value: needed.name }] });
new pulumi.ComponentResource("lab:test:Group", "group");
pulumi.log.error("only words");`);
  const target = "urn:pulumi:dev::failed-update::docker:index/volume:Volume::target";
  const refused = await project.run("up", ["--target", target]);
  expect(planOf(refused)).toEqual(["create failed-update-dev", "create target"]);
  expect(refused.errors.join()).toContain("::needed', which does not exist yet");
  expect(names()).toEqual(["failed-update-dev"]);
  const unknown = await project.run("up", ["--target", `${target}-of-another-name`, "--skip-preview"]);
  expect(unknown.errors.join()).toContain("could not be found in the stack");
  expect(await project.run("up", ["--skip-preview"])).toMatchObject({ exitCode: 0, summary: { create: 3 } });
});
