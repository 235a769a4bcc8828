import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { wantedPlugin } from "../../engines/pulumi-cli.ts";
import { settlePulumi } from "../../kit/settle-pulumi.ts";
import { pulumiPart } from "./pulumi.ts";

// A stand-in says what it is, as the CLI does; what is tested is where its files come from and go to.
let dir: string;
let teacher: { PATH: string; HOME: string };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "kit-pulumi-"));
  teacher = { PATH: `${join(dir, "cli")}:/usr/bin:/bin`, HOME: join(dir, "teacher") };
});
afterEach(() => rmSync(dir, { recursive: true }));

function program(name: string, text: string): void {
  const file = join(dir, "cli", name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}

function standIn({ plugin }: { plugin: boolean }): void {
  const version = wantedPlugin();
  const listed = JSON.stringify(plugin ? [{ name: "docker", kind: "resource", version }] : []);
  program("pulumi", `case $1 in version) echo v3.259.0 ;; *) echo '${listed}' ;; esac`);
  program("pulumi-language-nodejs", "");
  program("pulumi-language-go", "");
  const folder = join(teacher.HOME, ".pulumi/plugins", `resource-docker-v${version}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "pulumi-resource-docker"), "provider");
}

const ignore = () => undefined;

test("when the teacher has no CLI, or one without the provider, then the kit goes without", async () => {
  expect(await pulumiPart(ignore, { ...teacher, PATH: "/nowhere" })).toBeUndefined();
  standIn({ plugin: false });
  const said: string[] = [];
  expect(await pulumiPart((line) => said.push(line), teacher)).toBeUndefined();
  expect(said.join()).toContain("pulumi plugin install resource docker");
});

test("when the teacher has both, then a machine without a CLI gets them where its installer would put them", async () => {
  standIn({ plugin: true });
  const part = await pulumiPart(ignore, teacher);
  expect(part?.path).toMatch(/^pulumi\/\w+-\w+-3\.259\.0-/);
  const { path, platform, write } = part as NonNullable<typeof part>;
  mkdirSync(join(dir, "kit/pulumi"), { recursive: true });
  await write(join(dir, "kit", path), ignore);
  const files = [{ path, platform, sha256: "", bytes: 0 }];
  const learner = { PATH: "/usr/bin:/bin", HOME: join(dir, "learner") };
  const said: string[] = [];
  const settle = () => settlePulumi(join(dir, "kit"), { files }, (line) => said.push(line), learner);
  await settle();
  const own = (name: string) => join(learner.HOME, ".pulumi", name);
  expect(existsSync(own("bin/pulumi-language-nodejs"))).toBe(true);
  expect(existsSync(own("bin/pulumi-language-go"))).toBe(false);
  const provider = own(`plugins/resource-docker-v${wantedPlugin()}/pulumi-resource-docker`);
  expect(readFileSync(provider, "utf8")).toBe("provider");
  expect(said.join()).toContain(`export PATH="${own("bin")}:$PATH"`);
  writeFileSync(own("bin/pulumi"), "its own");
  await settle();
  expect(readFileSync(own("bin/pulumi"), "utf8")).toBe("its own");
  expect(said.at(-1)).toContain("own is kept");
  expect(existsSync(own("kafka-lab.unfinished"))).toBe(false);
});
