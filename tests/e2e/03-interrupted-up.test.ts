import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { inventory } from "../support/docker.ts";
import { eventually } from "../support/eventually.ts";
import { stack } from "../support/project-copy.ts";
import { mustRun, runLab, startLab, tearDown } from "../support/run-lab.ts";

const lab = inject("lab");
const embedded = ["--yes", "--engine", "embedded"];
const stateDir = join(lab.dir, ".pulumi-state", ".pulumi");

beforeAll(tearDown);

test("when a second up starts while one runs, and the first gets Ctrl-C, then the state has what was made, and the next up continues", async () => {
  const first = startLab(["up", ...embedded]);
  await eventually("a lock on the stack", () => locks().length === 1);

  const second = await runLab(["up", ...embedded]);
  expect(second.status).not.toBe(0);
  expect(second.words).toMatch(
    new RegExp(`(is locked: process ${first.child.pid} of|at work .*process ${first.child.pid}\\))`),
  );

  await eventually("a container", async () => (await inventory()).containers.length > 0);
  first.child.kill("SIGINT");
  const { status } = await first.ended;
  expect(status).not.toBe(0);
  expect(locks()).toEqual([]);
  expect(savedNames()).toEqual(expect.arrayContaining((await inventory()).containers));

  await mustRun("up", ...embedded);
  expect(await inventory()).toEqual({
    containers: ["kafka", "service-a", "service-b", "zookeeper"].map((each) => `${lab.name}-${each}`),
    networks: [`${lab.name}-kafka-lab`],
    volumes: ["kafka-data", "service-certificates", "zookeeper-data", "zookeeper-log"].map(
      (each) => `${lab.name}-${each}`,
    ),
  });
});

function locks(): string[] {
  try {
    const entries = readdirSync(join(stateDir, "locks"), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** The names of the resources in the state. */
function savedNames(): string[] {
  const file = join(stateDir, "stacks", "kafka-lab", `${stack}.json`);
  const resources: { outputs?: { name?: string } }[] = JSON.parse(readFileSync(file, "utf8")).checkpoint
    .latest.resources;
  return resources.flatMap(({ outputs }) => outputs?.name ?? []);
}
