import { describe, expect, test } from "vitest";
import { planAssignment } from "./assignment.ts";
import { quorumRequest, readQuorum } from "./metadata-quorum.ts";
import type { Partition } from "./partitions.ts";
import { electionFailures, electionRequest } from "./preferred-election.ts";
import { int16, int32, int64 } from "./wire.ts";

const partition = (number: number, replicas: number[], isr = replicas, leader = isr[0] ?? -1): Partition => ({
  topic: "messages",
  partition: number,
  leader,
  replicas,
  isr,
});

describe("when a plan is made, then", () => {
  test("what one broker kept is kept by all, and each broker is somebody's first choice", () => {
    const plan = planAssignment(
      [0, 1, 2].map((number) => partition(number, [1])),
      [1, 2, 3],
    );
    expect(plan.map(({ replicas }) => replicas)).toEqual([
      [1, 2, 3],
      [2, 3, 1],
      [3, 1, 2],
    ]);
  });

  test("what is kept by all and spread stays where it is, in whatever order", () => {
    const spread = [partition(0, [2, 1, 3]), partition(1, [1, 3, 2]), partition(2, [3, 2, 1])];
    expect(planAssignment(spread, [1, 2, 3])).toEqual([]);
  });

  test("what a plan leaves needs no second one", () => {
    const plan = planAssignment(
      [0, 1, 2, 3].map((number) => partition(number, [1])),
      [1, 2, 3],
    );
    expect(
      planAssignment(
        plan.map((it) => partition(it.partition, it.replicas)),
        [1, 2, 3],
      ),
    ).toEqual([]);
  });
});

test("when the quorum is described, then leader, epoch and lag are read", () => {
  expect(quorumRequest().readInt32BE()).toBe(quorumRequest().length - 4);
  const topic = Buffer.from("__cluster_metadata");
  const answer = Buffer.concat([
    Buffer.from([0, 0, 0, 1, 0, 0, 0, 2, topic.length + 1]),
    topic,
    Buffer.from([2, 0, 0, 0, 0, 0, 0]),
    int32(2),
    int32(7),
    int64(90),
    Buffer.from([3]),
    int32(1),
    int64(88),
    Buffer.from([0]),
    int32(2),
    int64(90),
    Buffer.from([0, 1, 0, 0, 0]),
  ]);
  expect(readQuorum(answer)).toEqual({
    leaderId: 2,
    epoch: 7,
    voters: [
      { id: 1, lag: 2 },
      { id: 2, lag: 0 },
    ],
    observers: [],
  });
});

test("when leaders were elected, then only failures are reported, and not partitions that needed no election", () => {
  expect(electionRequest().readInt32BE()).toBe(electionRequest().length - 4);
  const result = (number: number, error: number) => Buffer.concat([int32(number), int16(error), int16(-1)]);
  const answer = Buffer.concat([
    Buffer.alloc(8),
    int32(1),
    int16(8),
    Buffer.from("messages"),
    int32(3),
    result(0, 0),
    result(1, 84),
    result(2, 80),
  ]);
  expect(electionFailures(answer)).toEqual(["messages-2: 80"]);
});
