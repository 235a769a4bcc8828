import { expect, test } from "vitest";
import { keptByOthers } from "./broker-removal.ts";

const partition = (topic: string, replicas: number[]) => ({
  topic,
  partition: 0,
  leader: replicas[0] ?? -1,
  replicas,
  isr: replicas,
});

test("when brokers go, then the partitions with a replica on one of them are in the way", () => {
  const partitions = [partition("moved", [1]), partition("kept", [1, 2, 3]), partition("elsewhere", [3])];
  expect(keptByOthers(partitions, 1).map(({ topic }) => topic)).toEqual(["kept", "elsewhere"]);
  expect(keptByOthers(partitions, 2).map(({ topic }) => topic)).toEqual(["kept", "elsewhere"]);
  expect(keptByOthers(partitions, 3)).toEqual([]);
});
