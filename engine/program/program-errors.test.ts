import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runOperation } from "../run.ts";

const DOCKER = 'import * as docker from "@pulumi/docker";';
const PULUMI = 'import * as pulumi from "@pulumi/pulumi";';

/** Previews a program in a folder of its own, and returns why it failed, without Docker. */
async function failureOf(files: Record<string, string>, verbose = false): Promise<string[]> {
  const projectDir = realpathSync(mkdtempSync(join(tmpdir(), "program-")));
  onTestFinished(() => rmSync(projectDir, { recursive: true }));
  const backend = `backend: {url: "file://${projectDir}"}`;
  const all = { "Pulumi.yaml": `name: p\nruntime: nodejs\n${backend}\n`, "Pulumi.s.yaml": "", ...files };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(projectDir, name)), { recursive: true });
    writeFileSync(join(projectDir, name), text);
  }
  const { errors } = await runOperation({
    operation: "preview",
    projectDir,
    stack: "s",
    quiet: true,
    verbose,
  });
  return [...errors];
}

const native = { "package.json": '{"type": "module"}' };
const untyped = (backend = "file:///tmp") =>
  `name: p\nruntime: {name: nodejs, options: {typescript: false}}\nbackend: {url: "${backend}"}\n`;

test.each<[string, Record<string, string>, string[]]>([
  [
    "a name declared twice",
    { "index.ts": `${DOCKER}\nconst port = 1;\nconst port = 2;\n` },
    ["index.ts:3:7: ", "already been declared", "const port = 2;"],
  ],
  [
    "a name declared twice in a file that Node loads as it is",
    {
      ...native,
      "Pulumi.yaml": untyped(),
      "index.ts": 'import "./a.ts";',
      "a.ts": "\nlet a = 1;\nlet a = 2;",
    },
    ["a.ts:3:5: ", "already been declared", "let a = 2;"],
  ],
  [
    "a missing bracket",
    { "index.ts": `${DOCKER}\nconst a = { b: [1;\n` },
    ["index.ts:2:18: ", "const a = { b: [1;"],
  ],
  [
    "an import of a missing file",
    { "index.ts": 'import { a } from "./helpr";\nexport const b = a;', "helper.ts": "export const a = 1;" },
    ["index.ts:1:19: there is no file ./helpr", 'did you mean "./helper"?', 'import { a } from "./helpr";'],
  ],
  [
    "an import of a missing file, in a module",
    {
      ...native,
      "index.ts": 'import { a } from "./helpr.ts";\nexport const b = a;',
      "helper.ts": "export const a = 1;",
    },
    ["index.ts:1:19: there is no file ./helpr.ts", 'did you mean "./helper.ts"?'],
  ],
  [
    "a name that a module does not export",
    {
      ...native,
      "Pulumi.yaml": untyped(),
      "index.ts": 'import { b } from "./a.ts";\nexport const c = b;',
      "a.ts": "export const a = 1;",
    },
    ["index.ts:1", "b", 'import { b } from "./a.ts";'],
  ],
  [
    "a package that is not installed",
    { "index.ts": 'import left from "left-pad";\nleft();' },
    ["index.ts:1:18: the package left-pad is not installed", "npm install left-pad"],
  ],
  [
    "a package of another provider",
    { "index.ts": 'import { RandomPet } from "@pulumi/random";\nnew RandomPet("x");' },
    ["the package @pulumi/random is not installed", "use the Pulumi CLI"],
  ],
  [
    "an error thrown in a function",
    { "index.ts": "\nfunction check() {\n  throw new Error('too many');\n}\ncheck();\n" },
    ["index.ts:3:9: too many", "throw new Error('too many');", "from index.ts:5:1"],
  ],
  [
    "an error thrown when a value is known",
    {
      "index.ts": `${DOCKER}\nexport const a = new docker.Network("n", { name: "n" }).name.apply((n: any) => n.no.no);\n`,
    },
    ["index.ts:2:", "TypeError: Cannot read properties of undefined", "n.no.no"],
  ],
  [
    "an await outside of a function",
    { "index.ts": "await Promise.resolve();\n" },
    ["index.ts:1:1: ", '"type": "module"', "await Promise.resolve();"],
  ],
  [
    "a function that queries a registry",
    {
      "index.ts": `${DOCKER}\nnew docker.RemoteImage("x", { name: docker.getRegistryImage({ name: "a:1" }).then((r) => r.name) });`,
    },
    ["getRegistryImage: not supported by the embedded engine; use the Pulumi CLI, or give RemoteImage"],
  ],
  [
    "an output of an earlier SDK",
    {
      "index.ts": `${DOCKER}\nconst i: any = new docker.RemoteImage("i", { name: "a:1" });\nnew docker.Container("c", { image: i.latest });`,
    },
    ["index.ts:3:1: Missing required property 'image'", "`imageId`"],
  ],
  [
    "transforms",
    { "index.ts": `${PULUMI}\npulumi.runtime.registerResourceTransform(() => undefined);` },
    [
      "index.ts:2:16: transforms: not supported by the embedded engine; use the Pulumi CLI, or transformations",
    ],
  ],
  [
    "a setting without a value",
    { "index.ts": `${PULUMI}\nexport const a = new pulumi.Config().requireSecret("word");` },
    [
      "Missing required configuration variable 'p:word': write it in Pulumi.s.yaml, under config:, as p:word:",
    ],
  ],
  [
    "a reference to another stack",
    {
      "index.ts": `${PULUMI}\nexport const a = new pulumi.StackReference("organization/q/s").getOutput("b");`,
    },
    ["pulumi:pulumi:StackReference: not supported by the embedded engine; use the Pulumi CLI, or give"],
  ],
])(
  "when a program has %s, then it is reported in a few lines, with file, line and text",
  async (_what, files, parts) => {
    const [error = "", ...others] = await failureOf(files);
    for (const part of parts) expect(error).toContain(part);
    expect(error.split("\n").length).toBeLessThanOrEqual(3);
    expect(error).not.toMatch(/node:internal|node_modules/);
    expect(others).toEqual([]);
  },
);

test("when a declared setting has another type, then the program does not run", async () => {
  const files = {
    "Pulumi.yaml":
      'name: p\nruntime: nodejs\nbackend: {url: "file://./state"}\nconfig: {port: {type: integer}, at: x}\n',
    "Pulumi.s.yaml": "config: {p:port: abc}",
    "index.ts": "throw new Error('it ran');",
  };
  expect(await failureOf(files)).toEqual([
    expect.stringMatching(
      /^Stack 's' with configuration key 'port' must be of type 'integer', saw abc\. .*Pulumi\.s\.yaml\.$/,
    ),
  ]);
});

test("when the run is verbose, then the full stack is reported", async () => {
  const [error] = await failureOf({ "index.ts": "throw new Error('too many');" }, true);
  expect(error).toMatch(/too many[\s\S]*index\.ts:1:7[\s\S]*node:internal/);
});

test.each([
  ["env", "Container", '{ image: "a:1", env: ["A=1"] }', 'unknown property "env"; did you mean "envs"?'],
  [
    "networkAdvanced",
    "Container",
    '{ image: "a:1", networkAdvanced: [] }',
    'did you mean "networksAdvanced"?',
  ],
  ["commands", "Container", '{ image: "a:1", commands: ["x"] }', "it is command:"],
  ["links", "Container", '{ image: "a:1", links: ["db"] }', "aliases"],
  ["latest", "RemoteImage", '{ name: "a:1", latest: "x" }', "give the tag in the name"],
  ["localImageName", "Image", '{ imageName: "a:1", build: {}, localImageName: "b" }', "leave it out"],
  ["lables", "Volume", "{ lables: [] }", 'did you mean "labels"?'],
])(
  "when a property is called %s, then the program is stopped at that line",
  async (_name, type, args, part) => {
    const program = `${DOCKER}\nnew docker.Network("before", { name: "before" });\nnew docker.${type}("x", ${args} as any);\n`;
    const [error = "", ...others] = await failureOf({ "index.ts": program });
    expect(error).toContain(`index.ts:3:1: docker.${type} "x": unknown property`);
    expect(error).toContain(part);
    expect(others).toEqual([]);
  },
);

test.each([
  [
    "build as text",
    "Image",
    '{ imageName: "a:1", build: "./app", skipPush: true }',
    "write build: { context:",
  ],
  [
    "environment as a map",
    "Container",
    '{ image: "a:1", envs: { A: "1" } }',
    'write texts: envs: ["KEY=value"]',
  ],
  [
    "a port as text",
    "Container",
    '{ image: "a:1", ports: [{ internal: "abc" }] }',
    'expected a whole number, saw "abc"',
  ],
  ["ports as texts", "Container", '{ image: "a:1", ports: ["80:80"] }', "write blocks: ports:"],
  [
    "extra options",
    "Image",
    '{ imageName: "a:1", build: { extraOptions: [] }, skipPush: true }',
    "it is args, target",
  ],
  [
    "a cache",
    "Image",
    '{ imageName: "a:1", build: { cacheFrom: true }, skipPush: true }',
    "use the Pulumi CLI, or leave it out",
  ],
])("when a program gives %s, then the error shows the form of this SDK", async (_what, type, args, part) => {
  const errors = await failureOf({ "index.ts": `${DOCKER}\nnew docker.${type}("x", ${args} as any);\n` });
  expect(errors.join("\n")).toContain(part);
});

test("when a Dockerfile is named from its context, then the error says what to write", async () => {
  const errors = await failureOf({
    "app/Dockerfile": "FROM a:1",
    "index.ts": `${DOCKER}\nnew docker.Image("x", { imageName: "a:1", build: { context: "./app", dockerfile: "Dockerfile" }, skipPush: true });\n`,
  });
  expect(errors.join("\n")).toContain('write dockerfile: "app/Dockerfile"');
});
