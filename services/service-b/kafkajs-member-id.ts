import ConsumerGroup from "kafkajs/src/consumer/consumerGroup.js";

/**
 * A consumer of kafkajs 2.2.4 that gives up, as it does when the coordinator of its group is gone for longer than its
 * retries, loses its member id. The next one joins as a new member, and Kafka lets it wait until the session of the old
 * member has ended. So the next one of the group joins under the same id; if Kafka does not know it any more, kafkajs
 * asks for another.
 */
export function rejoinAsSameMember(): void {
  const { joinAndSync, leave } = ConsumerGroup.prototype;
  if (joinAndSync.name === "joinAsSameMember") return;
  const memberIds = new Map<string, string>();

  ConsumerGroup.prototype.joinAndSync = async function joinAsSameMember() {
    this.memberId ??= memberIds.get(this.groupId) ?? null;
    await joinAndSync.call(this);
    if (this.memberId) memberIds.set(this.groupId, this.memberId);
  };

  ConsumerGroup.prototype.leave = async function leaveForGood() {
    await leave.call(this);
    memberIds.delete(this.groupId);
  };
}
