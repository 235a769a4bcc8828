import { expect, test } from "vitest";
import { keeperIn } from "./metadata-change.ts";

const kraft = ["KAFKA_CONTROLLER_QUORUM_VOTERS=1@kafka:29093,2@kafka-2:29093,3@kafka-3:29093"];

test.each([
  ["one ZooKeeper", ["KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181"]],
  ["3 ZooKeepers", ["KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181,zookeeper-2:2181,zookeeper-3:2181"]],
  ["3 KRaft controllers", kraft],
  ["3 KRaft controllers", ["KAFKA_ZOOKEEPER_CONNECT=", "CLUSTER_ID=x", ...kraft]],
  [undefined, ["KAFKA_ZOOKEEPER_CONNECT=", "KAFKA_CONTROLLER_QUORUM_VOTERS="]],
  [undefined, []],
])("when a broker's environment and its image's say so, then %s keeps the metadata", (keeper, env) => {
  expect(keeperIn(env)).toBe(keeper);
});
