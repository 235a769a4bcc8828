import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";

const module = JSON.stringify(new URL("interrupts.ts", import.meta.url).href);

/** A program that prints `ready` and is interrupted then; `work` runs after that. */
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
  "when %s comes while nothing is half done, then the command ends with %d and says how to go on",
  async (signal, status) => {
    const work = `sayWhenInterrupted("en", { en: "go on by: x", fr: "-" }); ready(); await until(() => false);`;
    expect(await interrupt(work, [signal])).toEqual({ status, output: "ready\nInterrupted: go on by: x\n" });
  },
);

test("when something must not be half done, then it is said and finished, and nothing more begins", async () => {
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

test("when a part listens for signals itself, then its caller goes on, and learns of the signal", async () => {
  const work = `
    await handlingSignalsItself(async () => { ready(); await until(() => interruptedStatus()); });
    console.log("back with", interruptedStatus());`;
  expect(await interrupt(work, ["SIGTERM"])).toEqual({ status: 0, output: "ready\nback with 143\n" });
});
