import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { docker } from "./support/docker.ts";
import { eventually } from "./support/eventually.ts";
import { bringUp, mustRun, startLab } from "./support/lab.ts";

const lab = inject("lab");

beforeAll(bringUp);

test("when service-a runs on the host, then it reaches Kafka from outside, restarts on a change, and gives back", async () => {
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
