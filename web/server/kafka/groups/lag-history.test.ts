import { expect, test } from "vitest";
import type { GroupState } from "../../../contract/kafka.ts";
import { createLagHistory } from "./lag-history.ts";

const group = (name: string, lag: number | undefined): GroupState => ({
  name,
  state: "Stable",
  members: [],
  positions: [{ topic: "t", partition: 0, committed: 1, lag }],
});

test("when looks follow each other, then there is a sample a second, and the oldest go", () => {
  const history = createLagHistory(3);
  for (let second = 0; second < 5; second += 1) {
    history.add([group("g", second)], second * 1_000);
    history.add([group("g", 99)], second * 1_000 + 200);
  }
  expect(history.of("g").samples).toEqual([
    { atMs: 2_000, lag: 2 },
    { atMs: 3_000, lag: 3 },
    { atMs: 4_000, lag: 4 },
  ]);
});

test("when Kafka did not say the lag, then the sample has none; an unknown group has no samples", () => {
  const history = createLagHistory();
  history.add([group("g", undefined)], 1_000);
  expect(history.of("g").samples).toEqual([{ atMs: 1_000, lag: undefined }]);
  expect(history.of("other").samples).toEqual([]);
});

test("when a group is gone for ten minutes, then it is forgotten, and never are too many kept", () => {
  const history = createLagHistory();
  history.add([group("gone", 1)], 1_000);
  history.add([], 602_000);
  expect(history.of("gone").samples).toEqual([]);
  const many = Array.from({ length: 60 }, (_, index) => group(`g${index}`, 1));
  history.add(many, 700_000);
  expect(many.filter(({ name }) => history.of(name).samples.length > 0)).toHaveLength(50);
});
