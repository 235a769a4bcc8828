import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Consumer, Kafka } from "kafkajs";
import { createQuietKafka } from "../../../lib/kafka/quiet-kafka.ts";
import { readLabConfig } from "../../../lib/project/lab-config.ts";
import type { WorkshopLab } from "../../authoring/lesson.ts";
import { type MembersRun, work } from "./experiments.ts";

const ATTEMPTS = 4;

type Lab = Pick<WorkshopLab, "stack" | "kafka" | "poll">;

/** How many messages a second a new group gets done that begins at the topic's end, once all its members are there. */
export async function testMembers(lab: Lab, run: MembersRun): Promise<number> {
  const group = await gather(lab, run);
  try {
    const startMs = performance.now();
    await lab.kafka.send(run.topic, messagesFor(run.partitions));
    await lab.poll(() => group.done() >= work.messages, {
      budgetMs: 120_000,
      what: { en: "the group has done all messages", fr: "le groupe a traité tous les messages" },
    });
    return work.messages / ((performance.now() - startMs) / 1_000);
  } finally {
    await group.leave();
  }
}

/** A group of its own; a member that kafkajs has lost on the way does not come back, so it is tried with a new group. */
async function gather(lab: Lab, { topic, members }: MembersRun) {
  const kafka = createQuietKafka(readLabConfig(lab.stack));
  for (let attempt = 1; ; attempt += 1) {
    const id = `measure-${randomUUID()}`;
    await beginAtTheEnd(lab, id, topic);
    let done = 0;
    const count = () => {
      done += 1;
    };
    const joining = Array.from({ length: members }, () => join(kafka, id, topic, count));
    const consumers = await Promise.all(joining);
    const leave = async () => {
      await Promise.all(consumers.map((consumer) => consumer.disconnect()));
      await lab.kafka.withAdmin((admin) => admin.deleteGroups([id])).catch(() => undefined); // it is empty
    };
    try {
      await untilShared(lab, id, members);
      return { done: () => done, leave };
    } catch (error) {
      leave().catch(() => undefined); // it may wait for the member that is lost
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function beginAtTheEnd(lab: Lab, groupId: string, topic: string): Promise<void> {
  const ends = await lab.kafka.topicOffsets(topic);
  const partitions = ends.map(({ partition, high }) => ({ partition, offset: String(high) }));
  await lab.kafka.withAdmin((admin) => admin.setOffsets({ groupId, topic, partitions }));
}

/** A member that does one message after the other; its work is a wait, as for a database's answer. */
async function join(kafka: Kafka, groupId: string, topic: string, onDone: () => void): Promise<Consumer> {
  // A member that misses a rebalance holds the others up for that long, and then joins again.
  const rebalanceTimeout = 10_000;
  const consumer = kafka.consumer({
    groupId,
    rebalanceTimeout,
    maxWaitTimeInMs: 50,
    allowAutoTopicCreation: false,
  });
  await consumer.connect();
  await consumer.subscribe({ topic });
  await consumer.run({
    eachMessage: async () => {
      await pause(work.milliseconds);
      onDone();
    },
  });
  return consumer;
}

async function untilShared(lab: Lab, group: string, members: number): Promise<void> {
  const isShared = async () => {
    const seen = await lab.kafka.describeGroup(group);
    return seen.state === "Stable" && seen.members.length === members;
  };
  await lab.poll(isShared, {
    budgetMs: 25_000,
    what: { en: "all members have joined", fr: "tous les membres ont rejoint" },
  });
}

function messagesFor(partitions: number) {
  return Array.from({ length: work.messages }, (_, index) => ({
    partition: index % partitions,
    value: `work ${index + 1}`,
  }));
}
