import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { eventually } from "../tests/e2e/support/eventually.ts";

const run = promisify(execFile);
const module = new URL("runner-process.ts", import.meta.url).href;

test("when a process was started early, then the program gets that one, and the next program another", async () => {
  const [early, first, second] = await evaluate(`
    const runners = [startEarly(root), takeRunner(root), takeRunner(root)];
    console.log(JSON.stringify(runners.map(({ child }) => child.pid)));
    for (const { child } of runners) child.kill();`);
  expect(first).toBe(early);
  expect(second).not.toBe(early);
});

test("when no program comes, then the process that was started early keeps nobody waiting, and ends", async () => {
  const [pid = 0] = await evaluate("console.log(JSON.stringify([startEarly(root).child.pid]));");
  await eventually("the early process has ended", () => !isAlive(pid));
});

/** Runs `code` in a process of its own, until it ends by itself; what it prints is the answer. */
async function evaluate(code: string): Promise<number[]> {
  const script = `import { startEarly, takeRunner } from ${JSON.stringify(module)};
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
