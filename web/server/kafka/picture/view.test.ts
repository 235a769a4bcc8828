import { expect, test } from "vitest";
import { defaultView, shownPartitions } from "./view.ts";

const topic = (name: string, partitions: number) => ({
  topicErrorCode: 0,
  topic: name,
  isInternal: false,
  partitionMetadata: Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  })).toReversed(),
});

test("when the page has said nothing, then it shows the topic of the services, if it is there", () => {
  expect(shownPartitions(defaultView, [topic("other", 1)])).toEqual({ partitions: [], cells: 20 });
  expect(shownPartitions(defaultView, [topic("message-topic", 2)])).toEqual({
    partitions: [
      { topic: "message-topic", partition: 0 },
      { topic: "message-topic", partition: 1 },
    ],
    cells: 20,
  });
});

test("when the page names partitions, then only those are shown that are there", () => {
  const view = { topics: [{ topic: "a", partitions: [1, 7] }, { topic: "none" }], cells: 3 };
  expect(shownPartitions(view, [topic("a", 3)])).toEqual({
    partitions: [{ topic: "a", partition: 1 }],
    cells: 3,
  });
});

test("when the page wants very much, then it gets the first hundred partitions, and 2,000 records in all", () => {
  const many = shownPartitions({ topics: [{ topic: "a" }], cells: 50 }, [topic("a", 300)]);
  expect([many.partitions.length, many.cells]).toEqual([100, 20]);
});
