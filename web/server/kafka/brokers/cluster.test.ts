import { expect, test } from "vitest";
import { fakeKafka } from "../testing/fake-kafka.ts";
import { byLeader, openCluster } from "./cluster.ts";

test("when many ask for a broker at once, then there is one link, and a new one when it has died", async () => {
  const kafka = fakeKafka();
  const cluster = openCluster({ bootstrap: () => [...kafka.brokers.values()], open: kafka.open });
  await cluster.refresh();
  const links = await Promise.all([1, 2, 3].map(() => cluster.broker(1)));
  expect(new Set(links).size).toBe(1);
  expect(kafka.opened()).toBe(1);
  links[0]?.close();
  await cluster.broker(1);
  expect(kafka.opened()).toBe(2);
});

test("when one broker is silent, then another one is asked, and it is known which", async () => {
  const kafka = fakeKafka({ brokers: 3 });
  kafka.silent.add(1);
  const cluster = openCluster({ bootstrap: () => [...kafka.brokers.values()], open: kafka.open });
  const { brokers } = await cluster.refresh();
  expect(brokers).toHaveLength(3);
  expect(cluster.isUnreached(1)).toBe(false);
  await expect(cluster.broker(1)).rejects.toThrow("refused");
  expect([1, 2].map(cluster.isUnreached)).toEqual([true, false]);
  kafka.silent.delete(1);
  await cluster.broker(1);
  expect(cluster.isUnreached(1)).toBe(false);
});

test("when no broker answers, then each error is given", async () => {
  const kafka = fakeKafka({ brokers: 2 });
  for (const id of [1, 2]) kafka.silent.add(id);
  const cluster = openCluster({ bootstrap: () => [...kafka.brokers.values()], open: kafka.open });
  await expect(cluster.refresh()).rejects.toMatchObject({ errors: [{}, {}] });
});

test("when the addresses change, then all links are new; and one that is away is not waited for", async () => {
  const kafka = fakeKafka({ brokers: 2 });
  let addresses = [...kafka.brokers.values()];
  const away = new Set<number>();
  const cluster = openCluster({
    bootstrap: () => addresses,
    isAway: (nodeId) => away.has(nodeId),
    open: kafka.open,
  });
  await cluster.refresh();
  const before = await cluster.broker(1);
  addresses = addresses.slice(0, 1);
  away.add(2);
  await cluster.refresh();
  expect(before.isDead()).toBe(true);
  await expect(cluster.broker(2)).rejects.toThrow("does not run");
});

test("when partitions are sorted by leader, then those without one are left out", () => {
  const partition = (partitionId: number, leader: number) => ({
    partitionErrorCode: 0,
    partitionId,
    leader,
    replicas: [],
    isr: [],
  });
  const metadata = [
    {
      topicErrorCode: 0,
      topic: "t",
      isInternal: false,
      partitionMetadata: [partition(0, 2), partition(1, -1), partition(2, 2)],
    },
  ];
  const wanted = [0, 1, 2, 3].map((number) => ({ topic: "t", partition: number }));
  expect([...byLeader(metadata, wanted)]).toEqual([[2, [wanted[0], wanted[2]]]]);
});
