import { describe, expect, test } from "vitest";
import type { Resource } from "../model/checkpoint.ts";
import { fakeSession, type Networks } from "../testing/fake-session.ts";
import { refreshState } from "./refresh.ts";

const urn = "urn:pulumi:s::p::docker:index/network:Network::n";
const read: Resource = { urn, custom: true, external: true, type: "docker:index/network:Network", id: "n" };

async function refreshed(resource: Resource, networks: Networks) {
  const { session, steps } = fakeSession([resource], networks);
  expect(await refreshState(session, "itself")).toEqual([]);
  return { steps, resources: session.snapshot.resources };
}

describe("when something that was only read is refreshed", () => {
  test("then it leaves the state if it is gone", async () => {
    expect(await refreshed(read, {})).toEqual({ steps: [{ op: "delete", urn }], resources: [] });
  });

  test("then it is reported as changed, without a difference, if it looks different", async () => {
    const { steps, resources } = await refreshed(read, { n: { Name: "n" } });
    expect(steps).toEqual([{ op: "update", urn }]);
    expect(resources).toMatchObject([{ external: true, id: "n", outputs: { name: "n" } }]);
    expect(resources[0]).not.toHaveProperty("inputs");
  });

  test("then no change is reported if there is none", async () => {
    const { resources } = await refreshed(read, { n: { Name: "n" } });
    const again = await refreshed(resources[0] as Resource, { n: { Name: "n" } });
    expect(again).toEqual({ steps: [{ op: "refresh", urn }], resources });
  });
});
