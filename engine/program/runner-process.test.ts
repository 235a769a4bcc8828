import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../../tests/support/eventually.ts";

const run = promisify(execFile);
const module = new URL("runner-process.ts", import.meta.url).href;

test("when a process was started early, then the program gets that process, and the next program another one", async () => {
  const [early, first, second] = await evaluate(`
    const runners = [prepareRunner(root), takeRunner(root), takeRunner(root)];
    console.log(JSON.stringify(runners.map(({ child }) => child.pid)));
    for (const { child } of runners) child.kill();`);
  expect(first).toBe(early);
  expect(second).not.toBe(early);
});

test("when no program comes, then the process that was started early does not keep its parent alive, and ends", async () => {
  const [pid = 0] = await evaluate("console.log(JSON.stringify([prepareRunner(root).child.pid]));");
  await eventually("the early process has ended", () => !isAlive(pid));
});

test("when the engine is killed while the program runs, then the program's process ends as well", async () => {
  const dir = mkdtempSync(join(tmpdir(), "kafka-lab-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  writeFileSync(join(dir, "stay.mjs"), "console.log('running'); setInterval(() => {}, 1000);");
  const engine = startEngine(dir);
  onTestFinished(() => void engine.kill("SIGKILL"));
  const pid = await new Promise<number>((resolve) => {
    engine.stdout.on("data", (text) => resolve(Number(/(\d+) running/.exec(String(text))?.[1])));
  });
  expect(isAlive(pid)).toBe(true);
  engine.kill("SIGKILL");
  await eventually("the program has ended", () => !isAlive(pid));
});

/** A process that runs the program in `dir`, and answers none of its requests; it prints "PID running". */
function startEngine(dir: string) {
  const script = `import { createServer } from "node:net";
    import { takeRunner } from ${JSON.stringify(module)};
    const { child } = takeRunner(${JSON.stringify(import.meta.dirname)});
    child.stdout.once("data", (text) => console.log(child.pid + " " + text));
    const server = createServer(() => {}).listen(0, "127.0.0.1", () => {
      const address = "127.0.0.1:" + server.address().port;
      const args = ["--monitor=" + address, "--engine=" + address, "--project=p", "--stack=s", "--pwd=${dir}", "."];
      child.send({ args, env: {}, workingDirectory: ${JSON.stringify(dir)}, root: ${JSON.stringify(dir)}, entryPoint: ".", fullStacks: false, resourcePackage: { name: "docker", hintsFile: "" }, preloads: ["${pathToFileURL(join(dir, "stay.mjs"))}"] });
    });`;
  return spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Runs `code` in a process of its own, until it ends by itself; returns what it prints. */
async function evaluate(code: string): Promise<number[]> {
  const script = `import { prepareRunner, takeRunner } from ${JSON.stringify(module)};
    const root = ${JSON.stringify(import.meta.dirname)};
    ${code}`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script]);
  return JSON.parse(stdout);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
