import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, inject, test } from "vitest";
import { bringUp, mustRun } from "../support/run-lab.ts";

const { dir, serviceAPort, serviceBPort } = inject("lab");

const root = path.join(import.meta.dirname, "../..");

beforeAll(bringUp);

test("when the Postman collection runs against the lab, then all its tests pass", async () => {
  await mustRun("ca");
  const report = await newman({
    serviceAUrl: `http://localhost:${serviceAPort}`,
    serviceBUrl: `http://localhost:${serviceBPort}`,
    serviceAHttpsUrl: `https://localhost:${serviceAPort + 2000}`,
    serviceBHttpsUrl: `https://localhost:${serviceBPort + 2000}`,
  });
  expect(report).toMatch(/assertions[^\d]+(2\d|3\d)[^\d]+0 /);
});

async function newman(urls: Record<string, string>): Promise<string> {
  const folder = path.join(root, "services/postman");
  const variables = Object.entries(urls).flatMap(([name, url]) => ["--env-var", `${name}=${url}`]);
  const collection = path.join(folder, "kafka-lab.postman_collection.json");
  const environment = path.join(folder, "kafka-lab.postman_environment.json");
  const authority = ["--ssl-extra-ca-certs", path.join(dir, ".lab", "ca.pem")];
  const args = [
    "run",
    collection,
    "--environment",
    environment,
    "--color",
    "off",
    ...authority,
    ...variables,
  ];
  const run = promisify(execFile)(process.execPath, [
    path.join(root, "node_modules/newman/bin/newman.js"),
    ...args,
  ]);
  const { stdout } = await run.catch((failure: { stdout: string }) => {
    throw new Error(failure.stdout);
  });
  return stdout;
}
