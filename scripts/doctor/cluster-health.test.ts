import { describe, expect, test } from "vitest";
import type { Partition } from "../../lib/kafka/partitions.ts";
import { ratePartitions } from "./cluster-health.ts";

const partition = (number: number, replicas: number[], isr = replicas, leader = isr[0] ?? -1): Partition => ({
  topic: "messages",
  partition: number,
  leader,
  replicas,
  isr,
});

describe("when partitions are rated, then", () => {
  const config = { brokers: ["kafka", "kafka-2", "kafka-3"] };

  test("a healthy cluster needs nothing", () => {
    const findings = ratePartitions([partition(0, [1, 2, 3])], config);
    expect(findings.map(({ seen }) => seen)).toEqual(["none", "none", "none", "none"]);
    expect(findings.every(({ todo }) => todo === undefined)).toBe(true);
  });

  test("a missing broker is the one to start, and its partitions are named", () => {
    const [offline, lagging, , leaders] = ratePartitions(
      [partition(0, [2, 1, 3], [1, 3]), partition(1, [2], [2], -1)],
      config,
      "docker start kafka-2",
    );
    expect(offline).toMatchObject({
      seen: "1: messages-1",
      todo: expect.stringMatching(/^docker start kafka-2/),
    });
    expect(lagging).toMatchObject({ seen: "1: messages-0" });
    expect(leaders?.todo).toContain("./lab rebalance");
  });

  test("partitions from before the lab grew need rebalance", () => {
    expect(ratePartitions([partition(0, [1])], config)[2]).toMatchObject({ todo: "./lab rebalance" });
  });
});
