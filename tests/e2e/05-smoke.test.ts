import { beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { docker } from "../support/docker.ts";
import { eventually } from "../support/eventually.ts";
import { bringUp, mustRun, runLab } from "../support/run-lab.ts";

const lab = inject("lab");

beforeAll(bringUp);

test("when the lab is up, then the smoke test finds it by itself and says what it did", async () => {
  const { stdout } = await mustRun("smoke");
  expect(stdout).toContain(`http://localhost:${lab.serviceAPort}`);
  expect(stdout).toContain("text, partition and offset are equal");
});

test("when messages of the learner wait, then they are counted on the way", async () => {
  for (const text of ["one", "two"]) {
    await fetch(`http://127.0.0.1:${lab.serviceAPort}/api/messages`, { method: "POST", body: text });
  }
  const { stdout } = await mustRun("smoke", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, waiting: expect.any(Number) });
});

test("when service-b's URL is that of Kafka, then the wrong port is reported", async () => {
  const { status, words } = await runLab([
    "smoke",
    "--timeout",
    "1",
    "--service-b",
    `http://127.0.0.1:${lab.kafkaPort}`,
  ]);
  expect(status).toBe(1);
  expect(words).toContain(`something that is not service-b answers at http://127.0.0.1:${lab.kafkaPort}`);
});

test("when service-b is stopped, then starting its container is the next step", async () => {
  await stopDuringTest("service-b");
  const { status, words } = await runLab(["smoke", "--timeout", "1"]);
  expect(status).toBe(1);
  expect(words).toContain("service-b is ready: service-b is stopped");
  expect(words).toContain(`docker start ${lab.name}-service-b`);
});

test("when Kafka is stopped, then smoke and doctor both say so, and that it is not the service", async () => {
  await stopDuringTest("kafka");
  const [smoke, doctor] = await Promise.all([unreadySmoke(), runLab(["doctor"])]);
  expect(smoke.status).toBe(1);
  expect(smoke.words).toContain("service-a runs, and Kafka does not answer it");
  expect(smoke.words).toContain(`docker start ${lab.name}-kafka`);
  expect(doctor.status).toBe(1);
  expect(doctor.words).toMatch(new RegExp(`WRONG ${lab.name}-kafka expected healthy; saw stopped`));
});

/** The service notices a stopped broker a moment later than the test. */
function unreadySmoke() {
  return eventually("a smoke test that fails", async () => {
    const ended = await runLab(["smoke", "--timeout", "1"]);
    return ended.status === 1 && ended;
  });
}

/** Stopped as a learner would, and healthy again before the next test. */
async function stopDuringTest(part: string): Promise<void> {
  const container = docker.getContainer(`${lab.name}-${part}`);
  await container.stop();
  onTestFinished(async () => {
    await container.start();
    await eventually(
      "all is healthy again",
      async () => (await runLab(["smoke", "--timeout", "1"])).status === 0,
      120_000,
    );
  });
}
