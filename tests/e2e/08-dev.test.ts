import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { docker } from "../support/docker.ts";
import { eventually } from "../support/eventually.ts";
import { bringUp, mustRun, startLab, tearDown } from "../support/run-lab.ts";

const lab = inject("lab");

const serviceB = () => docker.getContainer(`${lab.name}-service-b`);

beforeAll(bringUp);

test("when service-a runs on the host, then it reaches Kafka from outside, restarts on a change, and the container serves again afterwards", async () => {
  const container = docker.getContainer(`${lab.name}-service-a`);
  const dev = startLab(["dev", "service-a"]);
  onTestFinished(() => void dev.child.kill("SIGKILL"));
  await eventually("the container is stopped", async () => !(await container.inspect()).State.Running);
  await mustRun("smoke");

  appendFileSync(join(lab.dir, "services", "service-a", "main.ts"), '\nconsole.log("changed");\n');
  await eventually("a restart with the change", () => dev.printed().includes("changed"));
  await mustRun("smoke");

  dev.child.kill("SIGINT");
  expect((await dev.ended).status).toBe(0);
  await eventually(
    "the container serves again",
    async () => (await container.inspect()).State.Health?.Status === "healthy",
  );
});

test.each([
  ["its container is stopped", async (_: string) => !(await serviceB().inspect()).State.Running],
  ["the source runs here", async (printed: string) => printed.includes("listening")],
])(
  "when dev is killed as soon as %s, then the next command gives the work back to the container",
  async (_, isSo) => {
    const dev = startLab(["dev", "service-b"]);
    onTestFinished(() => void dev.child.kill("SIGKILL"));
    await eventually("dev is at work", () => isSo(dev.printed()));
    const killed = once(dev.child, "exit"); // its output is open as long as the source runs
    dev.child.kill("SIGKILL");
    await killed;
    const up = await mustRun("up", "--yes", "--engine", "embedded");
    expect(up.words).toContain(`./lab dev service-b was cut off: the container ${lab.name}-service-b`);
    expect((await serviceB().inspect()).State.Running).toBe(true);
    await mustRun("smoke");
  },
);

test("when the stack is destroyed while dev runs, then dev ends by Ctrl-C anyway, and says what is gone", async () => {
  const dev = startLab(["dev", "service-a"]);
  onTestFinished(() => void dev.child.kill("SIGKILL"));
  await eventually("the source runs here", () => dev.printed().includes("listening"));
  await tearDown();
  dev.child.kill("SIGINT");
  const { status, words, stderr } = await dev.ended;
  expect(words).toContain(`The container ${lab.name}-service-a is gone, so nothing was started.`);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(status).toBe(0);
});
