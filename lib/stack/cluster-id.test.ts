import { expect, test } from "vitest";
import { describeMismatch, readRefusal } from "./cluster-id.ts";

test.each([
  "ERROR Invalid cluster.id in: /var/lib/kafka/data/meta.properties. Expected zk-id, but read old-id",
  "ERROR The Cluster ID zk-id doesn't match stored clusterId Some(old-id) in meta.properties.",
])("when a broker refuses its ZooKeeper, then both ids are read from its log: %s", (line) => {
  const refusal = readRefusal(`INFO starting\n${line}\nINFO shutting down\n`);
  expect(refusal).toEqual({ zookeeperHas: "zk-id", brokerHas: "old-id" });
  expect(describeMismatch({ broker: "kafka", zookeeperHas: "zk-id", brokerHas: "old-id" })).toContain(
    "the data of kafka is of cluster old-id, ZooKeeper's is of zk-id",
  );
});

test("when a broker says nothing of it, then there is no refusal", () => {
  expect(readRefusal("INFO starting\nINFO started\n")).toBeUndefined();
});
