import { expect, test } from "vitest";
import { openCluster } from "../brokers/cluster.ts";
import { fakeKafka } from "../testing/fake-kafka.ts";
import { decodeAssignment } from "./decode-assignment.ts";
import { groupState, readGroup, readGroups, totalLag } from "./read-groups.ts";

async function fakeCluster() {
  const kafka = fakeKafka({ partitions: 3 });
  const cluster = openCluster({ bootstrap: () => [...kafka.brokers.values()], open: kafka.open });
  await cluster.refresh();
  return { kafka, cluster };
}

const bounds = new Map([
  ["message-topic-0", { low: 5, high: 10 }],
  ["message-topic-1", { low: 0, high: 4 }],
]);

test("when a group has members, then their partitions, positions and lag are read", async () => {
  const { kafka, cluster } = await fakeCluster();
  kafka.groups.set("message-group", {
    state: "Stable",
    members: [
      { clientId: "service-b", assignment: { "message-topic": [2, 0] } },
      { clientId: "idle", assignment: {} },
    ],
    committed: { "message-topic": { 0: 2, 1: 4 } },
  });
  const [found] = await readGroups(cluster);
  if (!found) throw new Error("no group");
  const state = groupState(found, bounds);
  expect(state).toEqual({
    name: "message-group",
    state: "Stable",
    members: [
      { clientId: "idle", partitions: [] },
      {
        clientId: "service-b",
        partitions: [
          ["message-topic", 0],
          ["message-topic", 2],
        ],
      },
    ],
    positions: [
      // What is deleted is not behind.
      { topic: "message-topic", partition: 0, committed: 2, lag: 5 },
      { topic: "message-topic", partition: 1, committed: 4, lag: 0 },
      { topic: "message-topic", partition: 2, committed: undefined, lag: undefined },
    ],
  });
  expect(totalLag(state)).toBe(5);
  expect(totalLag(groupState(found, new Map()))).toBeUndefined();
});

test("when a position is beyond the end, then the lag is not negative", () => {
  const description = { errorCode: 0, groupId: "g", state: "Empty", protocolType: "", members: [] };
  const committed = [{ topic: "message-topic", partition: 1, offset: 99 }];
  expect(groupState({ description, committed }, bounds).positions[0]?.lag).toBe(0);
});

test("when there is no such group, then it is dead", async () => {
  const { cluster } = await fakeCluster();
  expect((await readGroup(cluster, "nobody")).description.state).toBe("Dead");
  expect(await readGroups(cluster)).toEqual([]);
});

test("when the bytes of an assignment are none, or another kind, then a member has no partitions", () => {
  for (const bytes of [[], [0, 1], [0, 0, 255, 255, 255, 255], [0, 1, 0, 0, 0, 9, 0, 200, 1]])
    expect(decodeAssignment(Uint8Array.from(bytes))).toEqual([]);
});
