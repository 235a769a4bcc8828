import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const processes = JSON.stringify(new URL("../lib/terminal/processes.ts", import.meta.url).href);
const module = JSON.stringify(new URL("interrupts.mjs", import.meta.url).href);

/** Runs a program whose `work` prints `ready` before each of the signals is sent. */
async function interrupt(work: string, signals: NodeJS.Signals[]) {
  const code = `
    const { finishing, handlingSignalsItself, interruptedStatus, sayWhenInterrupted, watchSignals } = await import(${module});
    watchSignals();
    const tick = () => new Promise((resolve) => setTimeout(resolve, 10));
    const until = async (isTrue) => { while (!isTrue()) await tick(); };
    const ready = () => console.log("ready");
    ${work}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  for (const signal of signals) {
    await once(child.stdout, "data");
    child.kill(signal);
  }
  const [status] = await once(child, "close");
  return { status, output };
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)(
  "when %s comes while nothing is half done, then the command ends with %d and says how to continue",
  async (signal, status) => {
    const work = `sayWhenInterrupted("en", { en: "go on by: x", fr: "-" }); ready(); await until(() => false);`;
    expect(await interrupt(work, [signal])).toEqual({ status, output: "ready\nInterrupted: go on by: x\n" });
  },
);

test("when something must not be half done, then the command says so, finishes it, and begins nothing more", async () => {
  const work = `
    sayWhenInterrupted("fr", { en: "-", fr: "la suite" });
    let isAsked = false;
    await finishing({ en: "-", fr: "le retrait" }, async () => {
      ready();
      await until(() => isAsked);
      console.log("done");
    }, () => { isAsked = true; });
    console.log("more");`;
  const { status, output } = await interrupt(work, ["SIGINT"]);
  expect(status).toBe(130);
  expect(output).toContain("À finir d'abord : le retrait");
  expect(output).toContain("done\n");
  expect(output).toContain("Interrompu : la suite\n");
  expect(output).not.toContain("more");
});

test("when Ctrl-C comes a second time, then the command ends at once", async () => {
  const work = `
    let asked = 0;
    await finishing({ en: "it", fr: "-" }, async () => {
      ready();
      await until(() => asked === 1);
      await new Promise((resolve) => setTimeout(resolve, 150));
      ready();
      await until(() => false);
    }, () => { asked += 1; });`;
  expect((await interrupt(work, ["SIGINT", "SIGINT"])).status).toBe(130);
});

test("when some work listens for signals itself, then its caller goes on, and knows the signal", async () => {
  const work = `
    await handlingSignalsItself(async () => { ready(); await until(() => interruptedStatus()); });
    console.log("back with", interruptedStatus());`;
  expect(await interrupt(work, ["SIGTERM"])).toEqual({ status: 0, output: "ready\nback with 143\n" });
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "when %s reaches the command alone, then the program that it runs ends with all its children",
  async (signal) => {
    const dir = newFolder();
    const script = `sleep 600 & echo "$$ $!" > '${dir}/ids'; mv '${dir}/ids' '${dir}/pids'; wait`;
    const work = `
      const { runLogged } = await import(${processes});
      const { existsSync } = await import("node:fs");
      until(() => existsSync(${JSON.stringify(join(dir, "pids"))})).then(ready);
      await runLogged("sh", ["-c", ${JSON.stringify(script)}], {});
      console.log("more");`;
    const { status, output } = await interrupt(work, [signal]);
    expect(status).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
    expect(output).toContain("Finishing first: the end of sh -c, which is being stopped");
    expect(output).not.toContain("more");
    const ids = readFileSync(join(dir, "pids"), "utf8").trim().split(" ").map(Number);
    expect(ids.filter(runs)).toEqual([]);
  },
);

test("when a program must not be stopped, then it runs to its end, and the command ends after it", async () => {
  const dir = newFolder();
  const script = `while [ ! -e '${dir}/go' ]; do sleep 0.05; done; echo whole > '${dir}/result'`;
  const work = `
    const { runLogged } = await import(${processes});
    const { writeFileSync } = await import("node:fs");
    process.on("SIGTERM", () => setTimeout(() => writeFileSync(${JSON.stringify(join(dir, "go"))}, ""), 100));
    setTimeout(ready, 50);
    await runLogged("sh", ["-c", ${JSON.stringify(script)}], { mustEnd: true });
    console.log("more");`;
  const { status, output } = await interrupt(work, ["SIGTERM"]);
  expect(status).toBe(143);
  expect(output).not.toContain("more");
  expect(readFileSync(join(dir, "result"), "utf8")).toBe("whole\n");
});

function newFolder() {
  const dir = mkdtempSync(join(tmpdir(), "interrupts-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

/** A zombie, which has ended and whose parent has not waited for it yet, does not count as running. */
function runs(pid: number) {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
