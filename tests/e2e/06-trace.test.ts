import { beforeAll, expect, inject, test } from "vitest";
import { docker } from "../support/docker.ts";
import { bringUp, runLab } from "../support/run-lab.ts";

type Traced = {
  ok: boolean;
  bootstrap: string;
  hops: { id: string; ok: boolean; seen: string; address: string }[];
};

const lab = inject("lab");

beforeAll(bringUp);

test.each([
  ["host", "external", `127.0.0.1:${lab.kafkaPort}`],
  ["container", "internal", "kafka:29092"],
])("when %s goes to the %s listener, then a message goes out and comes back", async (from, to, bootstrap) => {
  const { status, hops, ...traced } = await trace("--from", from, "--to", to);
  expect({ status, ...traced }).toMatchObject({ status: 0, ok: true, bootstrap });
  expect(hops.at(-1)).toMatchObject({ id: "consume", ok: true });
});

test.each([
  ["host", "internal", "bootstrap-name", "kafka:29092"],
  ["container", "external", "advertised-connection", `127.0.0.1:${lab.kafkaPort}`],
])("when %s goes to the %s listener, then it breaks at %s", async (from, to, id, address) => {
  const { status, ok, hops } = await trace("--from", from, "--to", to);
  expect({ status, ok }).toEqual({ status: 1, ok: false });
  expect(hops.at(-1)).toMatchObject({ id, ok: false, address });
});

test("when service-a's container is stopped, then the way from a container is still found", async () => {
  const serviceA = docker.getContainer(`${lab.name}-service-a`);
  await serviceA.stop();
  try {
    expect(await trace("--from", "container", "--to", "internal")).toMatchObject({ status: 0, ok: true });
  } finally {
    await serviceA.start();
  }
});

test("when it is over, then no container of the trace remains", async () => {
  await trace("--from", "container", "--to", "internal");
  const { stdout } = await runLab(["trace"]);
  expect(stdout).toContain("The way is whole");
  const containers = await docker.listContainers({ filters: { network: [`${lab.name}-kafka-lab`] } });
  const names = containers.map(({ Names }) => Names[0]?.slice(1));
  expect(names.filter((name) => !name?.startsWith(`${lab.name}-`))).toEqual([]);
});

async function trace(...options: string[]): Promise<Traced & { status: number }> {
  const { status, stdout } = await runLab(["trace", "--json", ...options]);
  return { status, ...(JSON.parse(stdout) as Traced) };
}
