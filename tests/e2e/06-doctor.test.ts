import { beforeAll, expect, inject, test } from "vitest";
import { bringUp, runLab } from "../support/run-lab.ts";

const lab = inject("lab");

beforeAll(bringUp);

test("when all is well, then doctor finds each container healthy and each listener advertising itself", async () => {
  const { status, stdout } = await runLab(["doctor", "--json"]);
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: { check: string; seen: string }[] };
  expect({ ok, status, findings }).toMatchObject({ ok: true, status: 0 });
  const seen = Object.fromEntries(findings.map((finding) => [finding.check, finding.seen]));
  expect(seen).toMatchObject({
    [`${lab.name}-zookeeper`]: "healthy",
    [`${lab.name}-kafka`]: "healthy",
    [`${lab.name}-service-a`]: "healthy",
    [`${lab.name}-service-b`]: "healthy",
    "external listener": `127.0.0.1:${lab.kafkaPort}`,
    "internal listener": "kafka:29092",
    [`port ${lab.kafkaPort}`]: `the container ${lab.name}-kafka`,
  });
});

test("when the report is read in a terminal, then it fits 80 columns", async () => {
  const { stdout } = await runLab(["doctor"]);
  expect(stdout).toContain("Nothing is wrong.");
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});
