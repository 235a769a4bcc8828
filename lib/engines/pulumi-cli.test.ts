import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { labDir } from "../../common/project.mjs";
import { probePulumi, pulumiArguments, pulumiEnvironment } from "./pulumi-cli.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "pulumi cli "));
});
afterEach(() => rmSync(dir, { recursive: true }));

const request = { operation: "up", projectDir: "/lab", stack: "dev" } as const;

describe("pulumiArguments", () => {
  test("when there is no user to ask, then the CLI neither asks nor waits", () => {
    expect(pulumiArguments(request)).toEqual(["up", "--stack", "dev", "--yes", "--non-interactive"]);
  });

  test.each([
    ["up", ["preview", "--stack", "dev", "--non-interactive"]],
    ["destroy", ["destroy", "--stack", "dev", "--preview-only", "--non-interactive"]],
    ["refresh", ["refresh", "--stack", "dev", "--preview-only", "--non-interactive"]],
  ] as const)("when %s is only previewed, then the CLI changes nothing", (operation, args) => {
    expect(pulumiArguments({ ...request, operation }, { onlyPreview: true })).toEqual(args);
  });

  test("when the operation is a preview, then there is nothing to say yes to", () => {
    expect(pulumiArguments({ ...request, operation: "preview" })).not.toContain("--yes");
  });

  test("when resources are targeted, then each is passed on", () => {
    const args = pulumiArguments({ ...request, targets: ["urn:a", "urn:b"], targetDependents: true });
    expect(args.join(" ")).toContain("--target urn:a --target urn:b --target-dependents");
  });

  test("when options of Pulumi are given, then they have Pulumi's names", () => {
    const options = { refresh: true, skipPreview: true, expectNoChanges: true, diff: true };
    const args = pulumiArguments({ ...request, ...options });
    expect(args).toEqual(
      expect.arrayContaining(["--refresh", "--skip-preview", "--expect-no-changes", "--diff"]),
    );
  });
});

describe("pulumiEnvironment", () => {
  test("when the project keeps its state next to itself, then it is found from every folder", () => {
    const env = pulumiEnvironment(addProject("file://./.state"), {});
    expect(env.PULUMI_BACKEND_URL).toBe(`file://${join(dir, ".state")}`);
  });

  test("when the user names a backend and a passphrase, then they stay", () => {
    const own = { PULUMI_BACKEND_URL: "file:///elsewhere", PULUMI_CONFIG_PASSPHRASE: "secret" };
    expect(pulumiEnvironment(addProject("file://./.state"), own)).toMatchObject(own);
  });

  test("when the passphrase is in a file, then it is not overruled by an empty one", () => {
    const env = pulumiEnvironment(labDir, { PULUMI_CONFIG_PASSPHRASE_FILE: "/secret" });
    expect(env).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
  });

  test("when the project is the lab, then the passphrase is empty, and another project's is left to its owner", () => {
    expect(pulumiEnvironment(labDir, {})).toHaveProperty("PULUMI_CONFIG_PASSPHRASE", "");
    const other = pulumiEnvironment(addProject("file://./.state"), {});
    expect(other).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
  });
});

describe("probePulumi", () => {
  test("when there is no CLI on PATH, then nothing is found", async () => {
    expect(await probePulumi("5.2.0", { env: { PATH: dir } })).toEqual({});
  });

  test("when the CLI and the wanted provider are there, then both are found", async () => {
    const path = addCli('[{"name":"docker","kind":"resource","version":"5.2.0"}]');
    expect(await probePulumi("5.2.0", { env: environment() })).toEqual({
      path,
      version: "v3.270.0",
      plugin: "5.2.0",
    });
  });

  test("when only another version of the provider is there, then it does not count", async () => {
    addCli('[{"name":"docker","kind":"resource","version":"4.0.0"}]');
    expect(await probePulumi("5.2.0", { env: environment() })).not.toHaveProperty("plugin");
  });

  test("when the CLI does not work, then its failure is reported", async () => {
    writeFileSync(join(dir, "pulumi"), "#!/bin/sh\necho broken >&2; exit 3\n", { mode: 0o755 });
    const cli = await probePulumi("5.2.0", { env: environment() });
    expect(cli.failure).toContain("broken");
    expect(cli).not.toHaveProperty("version");
  });
});

function addProject(backend: string) {
  writeFileSync(join(dir, "Pulumi.yaml"), `name: other\nruntime: nodejs\nbackend:\n  url: ${backend}\n`);
  return dir;
}

function environment() {
  return { PATH: `${dir}:${process.env.PATH}` };
}

function addCli(plugins: string) {
  const path = join(dir, "pulumi");
  const script = `#!/bin/sh\ncase $1 in version) echo v3.270.0 ;; plugin) echo '${plugins}' ;; esac\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}
