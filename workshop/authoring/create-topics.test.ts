import { expect, test, vi } from "vitest";
import { LabError } from "../../common/lab-error.mjs";
import { createTopics } from "./create-topics.ts";
import type { WorkshopLab } from "./lesson.ts";
import { poll } from "./polling.ts";

const refused = new LabError(
  "Kafka at 127.0.0.1:9092: Topic creation errors",
  "It may be starting: try again.",
);
const topics = [{ topic: "orders", numPartitions: 1 }];

test("when the broker has no session with ZooKeeper yet, then it is asked until the topic is there", async () => {
  const withAdmin = vi
    .fn<() => Promise<unknown>>()
    .mockRejectedValueOnce(refused)
    .mockResolvedValueOnce(true);
  await createTopics(labWith(withAdmin), topics);
  expect(withAdmin).toHaveBeenCalledTimes(2);
});

test("when the topic is there already, then nothing is asked again", async () => {
  const withAdmin = vi.fn<() => Promise<unknown>>().mockResolvedValue(false);
  await createTopics(labWith(withAdmin), topics);
  expect(withAdmin).toHaveBeenCalledTimes(1);
});

test("when it fails for another reason than Kafka's, then that is said at once", async () => {
  const withAdmin = vi.fn<() => Promise<unknown>>().mockRejectedValue(new TypeError("no such method"));
  await expect(createTopics(labWith(withAdmin), topics)).rejects.toThrow("no such method");
});

test("when Kafka never creates it, then the error says what Kafka said", async () => {
  const withAdmin = vi.fn<() => Promise<unknown>>().mockRejectedValue(refused);
  const creating = createTopics(labWith(withAdmin, { budgetMs: 100 }), topics);
  await expect(creating).rejects.toThrow("orders created. Kafka at 127.0.0.1:9092: Topic creation errors.");
});

function labWith(withAdmin: () => Promise<unknown>, budget = {}) {
  const pollWithin: typeof poll = (ask, options) => poll(ask, { ...options, ...budget });
  return { kafka: { withAdmin }, poll: pollWithin } as unknown as WorkshopLab;
}
