import { expect, test } from "vitest";
import { listContainers } from "./containers.ts";

const listed = (State: string, Status: string) => ({ Id: State, Names: ["/kafka"], State, Status });

test("when Docker lists its containers, then each has its state and health", async () => {
  const body = [
    {
      ...listed("running", "Up 2 minutes (healthy)"),
      NetworkSettings: { Networks: { lab: { NetworkID: "n" } } },
    },
    listed("paused", "Up 2 minutes (health: starting) (Paused)"),
    listed("created", "Created"),
    listed("dead", "Dead (unhealthy)"),
  ];
  const found = await listContainers(async () => ({ status: 200, body }));
  expect([...found.values()]).toEqual([
    { name: "kafka", state: "running", health: "healthy", networks: [{ name: "lab", id: "n" }] },
    { name: "kafka", state: "paused", health: "starting", networks: [] },
    { name: "kafka", state: "created", health: undefined, networks: [] },
    { name: "kafka", state: "exited", health: "unhealthy", networks: [] },
  ]);
});

test("when something else answers, then that is an error", async () => {
  await expect(listContainers(async () => ({ status: 502, body: "bad gateway" }))).rejects.toThrow("502");
});
