import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, ScratchProject } from "../support/scratch-project.ts";

let project: ScratchProject;
beforeEach(() => {
  project = new ScratchProject("import");
});
afterEach(async () => {
  await project.run("destroy");
  await project.shell("docker volume rm --force import-one import-two");
  project.remove();
});

const volume = (name: string, label: string, options: string) =>
  project.write(
    "infra/index.ts",
    `import * as docker from "@pulumi/docker";
new docker.Volume("v", { name: "${name}", labels: [{ label: "a", value: "${label}" }], driver: "local" }, ${options});`,
  );
const opsOf = ({ steps }: Answer) => steps.filter(({ urn }) => urn.endsWith("::v")).map(({ op }) => op);
const isThere = async (name: string, label: string) =>
  (await project.shell(`test "$(docker volume inspect --format '{{.Labels.a}}' ${name})" = ${label}`)) === 0;

test("when an imported resource must be replaced, then the preview warns, and up adopts it and refuses", async () => {
  await project.shell("docker volume create --label a=1 import-one");
  volume("import-one", "2", '{ import: "import-one" }');
  const preview = await project.run("preview");
  expect(opsOf(preview)).toEqual(["import", "replace"]);
  expect(preview.exitCode).toBe(0);
  const refused = await project.run("up", ["--skip-preview"]);
  expect(refused.errors.join()).toContain("take the option `import` out of the program first");
  expect(project.resources().at(-1)).toMatchObject({
    importID: "import-one",
    inputs: { labels: [{ value: "1" }] },
  });
  expect(await isThere("import-one", "1")).toBe(true);
  volume("import-one", "1", '{ import: "import-one" }');
  expect(await project.run("up")).toMatchObject({ errors: [], summary: { same: 2 } });
});

test("when the imported resource is already the stack's, then it stays as it is", async () => {
  volume("import-one", "1", "{}");
  await project.run("up", ["--skip-preview"]);
  volume("import-one", "1", '{ import: "import-one" }');
  expect(await project.run("up")).toMatchObject({ errors: [], summary: { same: 2 } });
  expect(await isThere("import-one", "1")).toBe(true);
});

test("when another is imported in place of the stack's resource, then the old one is deleted", async () => {
  await project.shell("docker volume create --label a=2 import-two");
  volume("import-one", "1", "{}");
  await project.run("up", ["--skip-preview"]);
  volume("import-two", "2", '{ import: "import-two" }');
  expect(opsOf(await project.run("up"))).toEqual(["replace"]);
  expect([await isThere("import-one", "1"), await isThere("import-two", "2")]).toEqual([false, true]);
  expect(project.resources().filter(({ custom }) => custom)).toMatchObject([{ id: "import-two" }]);
});
