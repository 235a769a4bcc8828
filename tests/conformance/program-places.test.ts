import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ScratchProject } from "../support/scratch-project.ts";

let project: ScratchProject;
beforeEach(() => {
  project = new ScratchProject("places");
});
afterEach(() => project.remove());

const settings = (lines: string) =>
  project.write("Pulumi.yaml", `name: places\nbackend: {url: "file://./state"}\n${lines}\n`);
const remove = (name: string) => rmSync(join(project.folder, name), { recursive: true });

/** Writes a program of several files that Node alone rejects: imports without extensions, an enum, a parameter property. */
function writeTypeScript(folder: string): void {
  project.write(
    `${folder}index.ts`,
    `import * as docker from "@pulumi/docker";
import { Kind } from "./kinds";
import { suffix } from "./words";
class Name { constructor(readonly text: string) {} }
const network = new docker.Network("net", { name: new Name("places-" + Kind.Second + suffix).text });
export const name = network.name;
`,
  );
  project.write(`${folder}kinds.ts`, "export enum Kind { First, Second }\n");
  project.write(`${folder}words/index.ts`, 'export { suffix } from "../more.js";\n');
  project.write(`${folder}more.ts`, 'export const suffix: string = "-x";\n');
}

const planned = async () => {
  const { steps, outputs, errors } = await project.run("preview");
  return { ops: steps.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`), outputs, errors };
};
const wholePlan = { ops: ["create places-dev", "create net"], outputs: { name: "places-1-x" }, errors: [] };

test.each([
  ["main: infra/", "infra/", '{"name": "learner"}'],
  ["main: infra/", "infra/", '{"type": "module"}'],
  ["main: infra/index.ts", "infra/", '{"type": "commonjs"}'],
  ["main: .", "", '{"main": "index.ts"}'],
  ["", "", '{"name": "learner"}'],
])(
  "when TypeScript is written for ts-node, with %j in Pulumi.yaml, then it runs",
  async (main, folder, packageJson) => {
    settings(`runtime: nodejs\n${main}`);
    project.write("package.json", packageJson);
    writeTypeScript(folder);
    expect(await planned()).toEqual(wholePlan);
  },
);

test("when a program is JavaScript with require, then it runs", async () => {
  settings("runtime: {name: nodejs, options: {typescript: false}}");
  project.write("package.json", "{}");
  project.write(
    "index.js",
    `const docker = require("@pulumi/docker");
module.exports = async () => ({ name: new docker.Network("net", { name: "places-1-x" }).name });`,
  );
  expect(await planned()).toEqual(wholePlan);
});

test.each(["runtime: nodejs", "runtime: {name: nodejs, options: {typescript: false}}"])(
  "when a folder has nothing installed, with %j in Pulumi.yaml, then the lab's own SDK is used",
  async (runtime) => {
    settings(runtime);
    remove("node_modules");
    project.write(
      "index.ts",
      `import * as docker from "@pulumi/docker";
export const name = new docker.Network("net", { name: "places-1-x" }).name;`,
    );
    expect(await planned()).toEqual(wholePlan);
  },
);

test("when a program does not compile, then the plan fails and says where", async () => {
  settings("runtime: nodejs");
  project.write("index.ts", "export const name: string = ;\n");
  const { exitCode, errors } = await project.run("preview");
  expect(exitCode).toBe(1);
  expect(errors.join()).toContain("index.ts:1");
});
