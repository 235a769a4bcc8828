import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { labDir } from "../common/project.mjs";
import { installDependencies } from "../lib/project/dependencies.mjs";
import { eventually } from "../tests/support/eventually.ts";

const path = process.env.PATH;
let dir: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), "bootstrap-")), "a lab");
  mkdirSync(join(dir, "bin"), { recursive: true });
  writeFileSync(join(dir, "package-lock.json"), "{}");
  utimesSync(join(dir, "package-lock.json"), 1_000, 1_000);
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(join(dir, ".."), { recursive: true });
});

describe("./lab", () => {
  beforeEach(() => {
    copyFileSync(join(labDir, "lab"), join(dir, "lab"));
    mkdirSync(join(dir, "scripts"));
    writeFileSync(join(dir, "scripts/bootstrap.mjs"), 'console.log("bootstrap", ...process.argv.slice(2))');
  });

  test("when it is called through a symbolic link, then it finds its own folder, spaces and all", async () => {
    addDependencies();
    const link = join(dir, "..", "link");
    symlinkSync(join("a lab", "lab"), link);
    expect(await run(link, ["up", "--target", "a b"])).toBe(`node ${dir}/scripts/lab.ts up --target a b\n`);
  });

  test("when the dependencies are missing, then the bootstrap comes first", async () => {
    expect(await run(join(dir, "lab"), ["up"])).toBe(`bootstrap ${dir}/scripts/lab.ts up\n`);
  });

  test("when the pinned Node does not run on this machine, then the bootstrap comes first", async () => {
    addDependencies("#!/nonexistent\n");
    expect(await run(join(dir, "lab"), ["up"])).toContain("bootstrap");
  });

  test("when it is called again, then Node is not asked again, but on another machine it is", async () => {
    addDependencies('#!/bin/sh\n[ "$1" = --version ] && echo asked >> asked || true\n');
    const asked = () => readFileSync(join(dir, "asked"), "utf8").trim().split("\n").length;
    const call = () => run("sh", ["-c", 'cd "$0" && ./lab up', dir]);
    for (let calls = 0; calls < 3; calls += 1) await call();
    expect(asked()).toBe(1);
    writeFileSync(join(dir, ".lab/cache/node/runs-on"), "Linux elsewhere x86_64\n");
    await call();
    expect(asked()).toBe(2);
    addDependencies("#!/nonexistent\n");
    expect(await run(join(dir, "lab"), ["up"])).toContain("bootstrap");
  });
});

describe("installDependencies", () => {
  test("when two start at once, then npm runs once and both continue", async () => {
    addNpm('echo run >> runs; sleep 0.3; mkdir -p node_modules; echo "{}" > node_modules/.package-lock.json');
    await Promise.all([installDependencies(dir), installDependencies(dir)]);
    expect(readFileSync(join(dir, "runs"), "utf8")).toBe("run\n");
  });

  test("when npm fails, then its last lines are shown, and the next command can try again", async () => {
    addNpm("echo 'npm error code ENOTFOUND'; exit 1");
    await expect(installDependencies(dir)).rejects.toMatchObject({
      message: expect.stringContaining("npm error code ENOTFOUND"),
      hint: expect.stringContaining("HTTPS_PROXY"),
    });
    expect(existsSync(join(dir, ".lab/bootstrap.lock"))).toBe(false);
  });

  test("when the process that holds the lock is gone, then the lock is taken over", async () => {
    addNpm('mkdir -p node_modules; echo "{}" > node_modules/.package-lock.json');
    mkdirSync(join(dir, ".lab"));
    writeFileSync(join(dir, ".lab/bootstrap.lock"), "999999999");
    await installDependencies(dir);
    expect(existsSync(join(dir, "node_modules/.package-lock.json"))).toBe(true);
  });
});

describe("an interrupted install", () => {
  const begun = () => existsSync(join(dir, "begun"));
  /** Installs in a separate process, as the bootstrap does. */
  function install() {
    const [dependencies, interrupts] = ["lib/project/dependencies", "common/interrupts"].map((name) =>
      JSON.stringify(new URL(`../${name}.mjs`, import.meta.url).href),
    );
    const program = `
      const { watchSignals } = await import(${interrupts});
      const { installDependencies } = await import(${dependencies});
      watchSignals();
      await installDependencies(${JSON.stringify(dir)});`;
    return spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "ignore" });
  }

  test("when the command gets SIGTERM, then npm ends with it, and the next command can install", async () => {
    addNpm("echo $$ > begun; exec sleep 600");
    const command = install();
    await eventually("npm runs", begun, 10_000);
    await eventually("its process id", () => readFileSync(join(dir, "begun"), "utf8") !== "", 10_000);
    command.kill("SIGTERM");
    expect(await once(command, "close")).toEqual([143, null]);
    const npm = Number(readFileSync(join(dir, "begun"), "utf8"));
    expect(() => process.kill(npm, 0)).toThrow("ESRCH");
    expect(existsSync(join(dir, ".lab/bootstrap.lock"))).toBe(false);
  });

  test("when the command is killed and npm continues, then the next command waits for it, and npm runs once", async () => {
    addNpm(`echo run >> runs; echo > begun; while [ ! -e go ]; do sleep 0.05; done
      mkdir -p node_modules; echo "{}" > node_modules/.package-lock.json`);
    const command = install();
    await eventually("npm runs", begun, 10_000);
    const holders = () => readFileSync(join(dir, ".lab/bootstrap.lock"), "utf8").split(" ");
    await eventually("the lock names npm as well", () => holders().length === 2, 10_000);
    command.kill("SIGKILL");
    await once(command, "close");
    const said = vi.spyOn(console, "error");
    const next = installDependencies(dir);
    expect(said).toHaveBeenCalledWith(expect.stringContaining("waiting for it"));
    said.mockRestore();
    writeFileSync(join(dir, "go"), "");
    await next;
    expect(readFileSync(join(dir, "runs"), "utf8")).toBe("run\n");
  });
});

function addDependencies(node = '#!/bin/sh\n[ "$1" = --version ] || echo node "$@"\n') {
  mkdirSync(join(dir, "node_modules/.bin"), { recursive: true });
  writeFileSync(join(dir, "node_modules/.bin/node"), node, { mode: 0o755 });
  writeFileSync(join(dir, "node_modules/.package-lock.json"), "{}");
}

function addNpm(script: string) {
  writeFileSync(join(dir, "bin/npm"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  process.env.PATH = `${join(dir, "bin")}:${path}`;
}

function run(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}
