import { expect, test } from "vitest";
import { int32, int64 } from "../../../../lib/kafka/wire.ts";
import { openQuorum } from "./controller.ts";

const addresses = [9092, 9093].map((port) => ({ host: "127.0.0.1", port }));

/** As in the tests of `readQuorum`: the leader, no voters and no observers. */
function quorumOf(leaderId: number): Buffer {
  const topic = Buffer.from("__cluster_metadata");
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 2, topic.length + 1]);
  const partition = Buffer.from([2, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([head, topic, partition, int32(leaderId), int32(7), int64(90), Buffer.from([1, 1])]);
}

test("when one broker is silent, then another one says who the controller is, and is not asked again at once", async () => {
  const asked: number[] = [];
  const read = openQuorum(async ({ port }) => {
    asked.push(port);
    if (port === 9092) throw new Error("silent");
    return quorumOf(3);
  });
  expect(await read(addresses)).toBe(3);
  expect(await read(addresses)).toBe(3);
  expect(asked).toEqual([9092, 9093]);
});

test("when nobody answers, then nobody is the controller", async () => {
  const read = openQuorum(() => Promise.reject(new Error("silent")));
  expect(await read(addresses)).toBe(-1);
});
