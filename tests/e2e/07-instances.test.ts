import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { parse, stringify } from "yaml";
import { stack } from "../support/project-copy.ts";
import { bringUp, mustRun } from "../support/run-lab.ts";

const file = join(inject("lab").dir, `Pulumi.${stack}.yaml`);
const before = readFileSync(file, "utf8");

beforeAll(async () => {
  const settings = parse(before);
  settings.config["kafka-lab:serviceBInstances"] = "2";
  writeFileSync(file, stringify(settings));
  await bringUp();
});

afterAll(async () => {
  writeFileSync(file, before);
  await bringUp();
});

test("when two instances share the partitions, then smoke finds its message at whichever has it", async () => {
  const { steps } = JSON.parse((await mustRun("smoke", "--json")).stdout) as { steps: { name: string }[] };
  expect(steps.map(({ name }) => name)).toContain("service-b-2 is ready");
  expect(JSON.parse((await mustRun("output", "--json")).stdout).outputs.serviceBUrls).toHaveLength(2);
});

test("when doctor runs, then the second instance is one of the lab's own", async () => {
  const { findings } = JSON.parse((await mustRun("doctor", "--json")).stdout) as {
    findings: { check: string }[];
  };
  expect(findings.map(({ check }) => check)).toContain(`${inject("lab").name}-service-b-2`);
});
