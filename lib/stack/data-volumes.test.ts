import { expect, test } from "vitest";
import { dataVolumes, isPartGone } from "./data-volumes.ts";

const one = { prefix: "", brokers: ["kafka"], controllers: [], zookeepers: ["zookeeper"] };
const named = {
  controllers: [],
  prefix: "lab-2-",
  brokers: ["lab-2-kafka", "lab-2-kafka-2"],
  zookeepers: [],
};

test("when a stack has a name or several members, then its volumes are named as the program names them", () => {
  expect(dataVolumes(one)).toEqual(["kafka-data", "zookeeper-data", "zookeeper-log"]);
  expect(dataVolumes(named)).toEqual(["lab-2-kafka-data", "lab-2-kafka-data-2"]);
});

test.each([
  ["all of them", ["kafka-data", "zookeeper-data", "zookeeper-log", "other"], false],
  ["none", ["other", "lab-2-kafka-data"], false],
  ["Kafka's alone", ["kafka-data"], true],
  ["ZooKeeper's alone", ["zookeeper-data", "zookeeper-log"], true],
])("when of the volumes there are %s, then a part being gone is %s", (_, there, expected) => {
  expect(isPartGone(one, there)).toBe(expected);
});
