import { expect, test } from "vitest";
import type { GroupTarget } from "../../../contract/kafka-requests.ts";
import { openCluster } from "../brokers/cluster.ts";
import { append, fakeKafka } from "../testing/fake-kafka.ts";
import { openMoves } from "./move-group.ts";

function groupToMove() {
  const kafka = fakeKafka();
  const cluster = openCluster({ bootstrap: () => [...kafka.brokers.values()], open: kafka.open });
  append(kafka, 0, ...Array.from({ length: 5 }, (_, at) => ({ value: `v${at}`, timestampMs: at * 1_000 })));
  const group = { state: "Empty", members: [], committed: { "message-topic": { 0: 1 } } };
  kafka.groups.set("g", group);
  const moves = openMoves(() => ({ container: "kafka", internal: "kafka:29092" }));
  const wanted = (to: GroupTarget) => ({ group: "g", topic: "message-topic", to });
  return {
    kafka,
    group,
    plan: (to: GroupTarget) => moves.plan(cluster, wanted(to)),
    move: (to: GroupTarget, version: string) => moves.move(cluster, wanted(to), version),
    position: () => group.committed["message-topic"][0],
  };
}

const latest: GroupTarget = { kind: "latest" };

test("when a move was shown, then it is made as it was shown, although the end is elsewhere by now", async () => {
  const { kafka, plan, move, position } = groupToMove();
  const { version, positions, command } = await plan(latest);
  expect(positions).toEqual([{ partition: 0, from: 1, to: 5, note: undefined }]);
  expect(command).toContain("--to-latest");
  append(kafka, 0, { value: "later" });
  await move(latest, version);
  expect(position()).toBe(5);
  await expect(move(latest, version)).rejects.toMatchObject({ status: 409 });
});

test("when a time is asked for, then the group goes to the first record from then on", async () => {
  const { plan, move, position } = groupToMove();
  const to: GroupTarget = { kind: "time", timestampMs: 2_500 };
  await move(to, (await plan(to)).version);
  expect(position()).toBe(3);
});

test("when a member has joined meanwhile, then nothing moves, and the reason is given", async () => {
  const { group, plan, move, position } = groupToMove();
  const { version } = await plan(latest);
  group.state = "Stable";
  await expect(move(latest, version)).rejects.toMatchObject({
    status: 409,
    words: { en: expect.stringContaining("member") },
  });
  expect((await plan(latest)).obstacle?.en).toContain("member");
  expect(position()).toBe(1);
});

test("when the group has moved meanwhile, or another move was shown, then nothing moves", async () => {
  const { group, plan, move, position } = groupToMove();
  const { version } = await plan(latest);
  await expect(move({ kind: "earliest" }, version)).rejects.toMatchObject({ status: 409 });
  await expect(move(latest, "unknown")).rejects.toMatchObject({ status: 409 });
  group.committed["message-topic"][0] = 2;
  await expect(move(latest, version)).rejects.toMatchObject({ status: 409 });
  expect(position()).toBe(2);
});

test("when there is no topic, or nobody answers, then that is the answer", async () => {
  const { kafka, plan } = groupToMove();
  kafka.topics.clear();
  await expect(plan(latest)).rejects.toMatchObject({ status: 404 });
  kafka.silent.add(1);
  await expect(plan(latest)).rejects.toMatchObject({ status: 503 });
});
