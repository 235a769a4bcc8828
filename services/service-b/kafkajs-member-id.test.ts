import ConsumerGroup from "kafkajs/src/consumer/consumerGroup.js";
import { beforeAll, expect, test } from "vitest";
import { rejoinAsSameMember } from "./kafkajs-member-id.ts";

const joinedAs: (string | null)[] = [];

// Kafka gives "member 1", "member 2" and so on to consumers that come without an id.
beforeAll(() => {
  ConsumerGroup.prototype.joinAndSync = async function join() {
    joinedAs.push(this.memberId);
    this.memberId ??= `member ${joinedAs.length}`;
  };
  ConsumerGroup.prototype.leave = async function leave() {
    this.memberId = null;
  };
  rejoinAsSameMember();
  rejoinAsSameMember();
});

function consumerOf(groupId: string): ConsumerGroup {
  return Object.assign(Object.create(ConsumerGroup.prototype), { groupId, memberId: null });
}

test("when a consumer gave up, then the next one of its group joins as the same member, until it leaves", async () => {
  await consumerOf("one").joinAndSync();
  const next = consumerOf("one");
  await next.joinAndSync();
  await consumerOf("another").joinAndSync();
  await next.leave();
  await consumerOf("one").joinAndSync();
  expect(joinedAs).toEqual([null, "member 1", null, null]);
});
