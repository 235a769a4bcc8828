import { beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { docker } from "../support/docker.ts";
import { bringUp, mustRun, runLab } from "../support/run-lab.ts";
import { cannotSplitNetwork, onAnotherNetwork } from "./other-machine.ts";

const lab = inject("lab");

beforeAll(bringUp);

if (cannotSplitNetwork) console.log(`06-reach: some tests are skipped: ${cannotSplitNetwork}`);

describe.skipIf(cannotSplitNetwork)("when all is healthy and the ports are not reached from here", () => {
  const notReached = (name: string, port: number) =>
    `${name} is healthy in Docker, but its port ${port} does not reach it from here: `;

  test("then smoke says so at once, and does not advise to start anything", async () => {
    const { status, words } = await runLab(["smoke"], { within: onAnotherNetwork() });
    expect(status).toBe(1);
    expect(words).toContain(notReached("service-a", lab.serviceAPort));
    expect(words).not.toContain("docker start");
  });

  test("then doctor says so of both services and of Kafka, and of nothing else", async () => {
    const { status, stdout } = await runLab(["doctor", "--json"], { within: onAnotherNetwork() });
    const { findings } = JSON.parse(stdout) as { findings: { check: string; seen: string; todo?: string }[] };
    expect(status).toBe(1);
    expect(findings.filter(({ todo }) => todo).map(({ check, seen }) => [check, seen])).toEqual([
      ["service-a from here", expect.stringContaining(notReached("service-a", lab.serviceAPort))],
      ["service-b from here", expect.stringContaining(notReached("service-b", lab.serviceBPort))],
      ["external listener", expect.stringContaining(notReached("kafka", lab.kafkaPort))],
    ]);
  });

  test("then trace says so, and dev stops no container", async () => {
    const traced = await runLab(["trace", "--json"], { within: onAnotherNetwork() });
    expect(traced.status).toBe(1);
    expect(JSON.parse(traced.stdout).explanation.why).toContain("is healthy in Docker, but its port");
    const dev = await runLab(["dev", "service-a"], { within: onAnotherNetwork() });
    expect(dev.words).toContain("is healthy in Docker, but its port");
    expect((await docker.getContainer(`${lab.name}-service-a`).inspect()).State.Running).toBe(true);
  });

  test("then another program that answers on the port is not mistaken for the service", async () => {
    const within = onAnotherNetwork({ answeringOn: lab.serviceAPort });
    const doctor = await runLab(["doctor"], { within });
    expect(doctor.words).toContain("something that is not service-a answers");
    const smoke = await runLab(["smoke", "--timeout", "1"], { within });
    expect(smoke.words).toContain("something that is not service-a answers");
  });
});

test("when a proxy is set without the local names, then smoke works anyway, and doctor names it", async () => {
  const proxy = "http://me:secret@127.0.0.1:9";
  const env = { http_proxy: proxy, HTTP_PROXY: proxy, no_proxy: "", NO_PROXY: "", NODE_USE_ENV_PROXY: "1" };
  expect(await runLab(["smoke"], { env })).toMatchObject({ status: 0 });
  const { status, words } = await runLab(["doctor"], { env });
  expect(status).toBe(1);
  expect(words).toContain("without localhost and 127.0.0.1 in no_proxy");
  expect(words).not.toContain("secret");
});

test("when a container is gone, then what smoke and doctor advise brings it back", async () => {
  await docker.getContainer(`${lab.name}-service-b`).remove({ force: true });
  onTestFinished(bringUp);
  const { words } = await runLab(["smoke", "--timeout", "1"]);
  expect(words).toContain(`there is no container ${lab.name}-service-b`);
  expect(words).toContain("./lab up --refresh");
  await mustRun("up", "--refresh", "--yes", "--engine", "embedded");
  await mustRun("smoke");
});
