import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

test("when a program loads the SDK, then the parts that serve only functions and traces are not loaded", async () => {
  const heavy = await evaluate(`
    for (const part of ["", "/cmd/run/tracing"]) require("@pulumi/pulumi" + part);
    const isHeavy = (file) => /node_modules.(typescript|@npmcli.arborist|@opentelemetry.sdk-trace-node)./.test(file);
    console.log(Object.keys(require.cache).filter(isHeavy).length);`);
  expect(heavy).toBe("0");
});

test("when a program serializes a function, then the parts for that are loaded", async () => {
  const text = await evaluate(`
    const { runtime } = require("@pulumi/pulumi");
    const four = 4;
    runtime.serializeFunction((x) => x + four).then(({ text }) => console.log(text));`);
  expect(text).toContain("four: 4");
  expect(text).toContain("x + four");
});

test("when leaking promises are looked for, then those of the SDK know where they were made", async () => {
  const note = `
    require("@pulumi/pulumi");
    const promise = Promise.resolve();
    require("@pulumi/pulumi/runtime/debuggable.js").debuggablePromise(promise, "made here");
    console.log(promise._debugStackTrace.split("\\n").length > 1);`;
  expect(await evaluate(note)).toBe("false");
  expect(await evaluate(note, { PULUMI_DEBUG_PROMISE_LEAKS: "true" })).toBe("true");
});

/** Runs `code` after the preload, as the runner is run. */
async function evaluate(code: string, env: Record<string, string> = {}): Promise<string> {
  const preload = new URL("program-preload.ts", import.meta.url).href;
  const { stdout } = await run(process.execPath, ["--import", preload, "-e", code], {
    cwd: import.meta.dirname,
    env: { ...process.env, ...env },
  });
  return stdout.trim();
}
