import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { docker, foreignContainer, inventory, nothing } from "../support/docker.ts";
import { close, listenOn } from "../support/ports.ts";
import { runLab, tearDown } from "../support/run-lab.ts";

const lab = inject("lab");

beforeAll(tearDown);
afterAll(tearDown);

test("when a process has the port, then up names it and creates nothing", async () => {
  const server = await listenOn(lab.kafkaPort);
  onTestFinished(() => close(server));
  const { status, words } = await runLab(["up", "--yes"]);
  expect(status).toBe(1);
  expect(words).toMatch(new RegExp(`port ${lab.kafkaPort}, .*process .*pid ${process.pid}`));
  expect(await inventory()).toEqual(nothing);
});

test("when a container has the port, then up names it and leaves it alone", async () => {
  const foreign = await foreignContainer({
    name: "kafka-lab-e2e-port",
    ExposedPorts: { "80/tcp": {} },
    HostConfig: { PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: String(lab.serviceAPort) }] } },
  });
  onTestFinished(foreign.remove);
  const { status, words } = await runLab(["up", "--yes"]);
  expect(status).toBe(1);
  expect(words).toMatch(new RegExp(`port ${lab.serviceAPort}, .*container kafka-lab-e2e-port`));
  expect(await isRunning(foreign.id)).toBe(true);
});

test("when a container of the same name is not ours, then it is named and never removed", async () => {
  const name = `${lab.name}-kafka`;
  const foreign = await foreignContainer({ name });
  onTestFinished(foreign.remove);
  const { status, words } = await runLab(["up", "--yes", "--engine", "embedded"]);
  expect(status).toBe(1);
  expect(words).toContain(name);
  expect(words).toMatch(/already|not ours|not of this lab/);
  await tearDown();
  expect(await isRunning(foreign.id)).toBe(true);
});

async function isRunning(id: string): Promise<boolean> {
  return (await docker.getContainer(id).inspect()).State.Running;
}
