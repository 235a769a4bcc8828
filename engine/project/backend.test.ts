import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createBackend, openBackend } from "./backend.ts";
import { folderOf } from "./backend-url.ts";
import { loadProject } from "./project.ts";
import { requireStack } from "./stack-name.ts";

/** A project with a backend in its folder, and `more` lines in Pulumi.yaml. */
function project(more = "") {
  const root = mkdtempSync(join(tmpdir(), "backend-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, "Pulumi.yaml"), `name: p\nruntime: nodejs\nbackend: {url: "file://./b"}\n${more}`);
  return loadProject(root);
}

function put(file: string, content = "{}"): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

test.each([
  ["file:///a/b", "/a/b"],
  ["file:///a/b?no_tmp_dir=true", "/a/b"],
  ["file:///a%20b/%25", "/a b/%"],
  ["file://./x", "/base/x"],
  ["file://~", homedir()],
  ["file://~/x", join(homedir(), "x")],
])("when the backend is %s, then its folder is %s", (url, folder) => {
  expect(folderOf(url, "/base")).toBe(folder);
});

test.each([
  ["https://api.pulumi.com", /"https:.*not supported/],
  ["s3://bucket", /"s3:.*not supported/],
  ["azblob://x", /not supported/],
  ["file:///a?secret_key_path=x", /parameter "secret_key_path"/],
  ["file:///a%zz", /a % that is not followed by the code/],
  ["file://C:\\x", /not a path on this machine/],
  ["file:///C:/x", /not a path on this machine/],
  ["file://~someone/x", /not a path on this machine/],
  ["file:///a#b", /not a path on this machine/],
])("when the backend is %s, then it is refused by name", (url, message) => {
  expect(() => folderOf(url, "/base")).toThrow(message);
});

test("when a stack is only looked up, then nothing is written; when its backend is made, then the CLI recognizes it", () => {
  const { root } = project();
  const files = openBackend(loadProject(root), "dev", {});
  expect(readdirSync(root)).toEqual(["Pulumi.yaml"]);
  createBackend(files);
  expect(readdirSync(join(root, "b/.pulumi"))).toEqual(["meta.yaml", "stacks"]);
});

test.each([
  [
    "stacks without projects",
    ".pulumi/stacks/old.json",
    "{}",
    /without projects.*old\.json.*nothing was written/,
  ],
  ["compressed stacks without projects", ".pulumi/stacks/old.json.gz", "", /without projects.*old\.json\.gz/],
  ["a meta.yaml of version 0", ".pulumi/meta.yaml", "version: 0\n", /without projects/],
  ["a meta.yaml of a later version", ".pulumi/meta.yaml", "version: 2\n", /version 2/],
  ["half a meta.yaml", ".pulumi/meta.yaml", "vers", /expected "version: 1"/],
  ["a compressed state", ".pulumi/stacks/p/dev.json.gz", "", /dev\.json\.gz is compressed/],
])(
  "when the backend has %s, then it is refused by name and nothing is written",
  (_, file, content, message) => {
    const found = project();
    put(join(found.root, "b", file), content);
    const before = readdirSync(join(found.root, "b"), { recursive: true });
    expect(() => openBackend(found, "dev", {})).toThrow(message);
    expect(readdirSync(join(found.root, "b"), { recursive: true })).toEqual(before);
  },
);

test("when no backend is named, then it is the one of pulumi login; PULUMI_BACKEND_URL takes precedence", () => {
  const found = { ...project(), backendUrl: undefined };
  const home = join(found.root, "home");
  put(join(home, "credentials.json"), `{"current": "file://${found.root}/login"}`);
  expect(openBackend(found, "dev", { PULUMI_HOME: home }).root).toBe(join(found.root, "login/.pulumi"));
  const env = { PULUMI_HOME: home, PULUMI_BACKEND_URL: `file://${found.root}/env` };
  expect(openBackend(found, "dev", env).root).toBe(join(found.root, "env/.pulumi"));
  put(join(home, "credentials.json"), `{"current": "https://api.pulumi.com"}`);
  expect(() => openBackend(found, "dev", { PULUMI_HOME: home })).toThrow(/api\.pulumi\.com.*not supported/);
});

test("when a stack has a state or a settings file, then it exists, by its qualified name as well", () => {
  const found = project();
  put(join(found.root, "Pulumi.dev.yaml"), "");
  put(join(found.root, "b/.pulumi/stacks/p/prod.json"));
  for (const name of ["dev", "organization/dev", "organization/p/dev"])
    expect(requireStack(found, name)).toBe("dev");
  expect(requireStack(found, "prod")).toBe("prod");
});

test("when a stack does not exist, then the error names those that do, and its advice works", () => {
  const found = project();
  put(join(found.root, "Pulumi.dev.yaml"), "");
  put(join(found.root, "b/.pulumi/stacks/p/prod.json"));
  put(join(found.root, "b/.pulumi/stacks/p/prod.json.bak"));
  expect(() => requireStack(found, "devv", "--stack")).toThrow(
    /no stack named 'devv' found \(named by --stack\)\. There are: dev, prod\. To make it, create .*Pulumi\.devv\.yaml/,
  );
  put(join(found.root, "Pulumi.devv.yaml"), "");
  expect(requireStack(found, "devv")).toBe("devv");
});

test.each([
  ["../../evil", /not a stack name/],
  ["..", /not a stack name/],
  ["", /not a stack name/],
  ["a b", /not a stack name/],
  ["x".repeat(101), /not a stack name/],
  ["someone/dev", /not a stack name/],
  ["organization/other/dev", /of the project "other"; the project here is "p"/],
])("when a stack is called %j, then it is refused", (name, message) => {
  const found = project();
  expect(() => requireStack(found, name)).toThrow(message);
  expect(existsSync(join(found.root, "b"))).toBe(false);
});

test.each([["stackConfigDir: stacks"], ["config: stacks"]])(
  "when the project says %s, then the settings are there",
  (line) => {
    const found = project(`${line}\n`);
    put(join(found.root, "stacks/Pulumi.dev.yaml"), "");
    expect(requireStack(found, "dev")).toBe("dev");
  },
);

test.each([
  ["name: ../p\nruntime: nodejs", /expected a "name" of letters/],
  ["name: p\nruntime: python", /saw "python"/],
  [
    "name: p\nruntime: {name: nodejs, options: {nodeargs: --inspect}}",
    /does not know runtime\.options\.nodeargs/,
  ],
  ["name: p\nruntime: nodejs\nplugins: {providers: []}", /does not know plugins/],
  ["name: p\nruntime: nodejs\nrequiredPulumiVersion: '>=4.0.0'", /requiredPulumiVersion is ">=4\.0\.0"/],
  ["name: [", /cannot be read/],
])("when Pulumi.yaml says %j, then it is refused by name", (text, message) => {
  const { root } = project();
  writeFileSync(join(root, "Pulumi.yaml"), text);
  expect(() => loadProject(root)).toThrow(message);
});

test.each([["^3"], [">=3.0.0 <4.0.0"], ["!3.1.2 || >= 9.0.0"], ["3.x"]])(
  "when requiredPulumiVersion is %s, then its range is checked",
  (range) => {
    const load = () => project(`requiredPulumiVersion: "${range}"\n`);
    if (range.startsWith("^")) expect(load).toThrow(/requiredPulumiVersion/);
    else expect(load().refreshes).toBe(false);
  },
);
