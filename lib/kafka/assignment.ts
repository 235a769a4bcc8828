import type { Partition } from "./partitions.ts";
import { nameOf } from "./partitions.ts";

export type Assignment = Pick<Partition, "topic" | "partition" | "replicas">;

/**
 * Which partitions must change so that every one is kept by these brokers and no other, and no broker is the first
 * choice of many more than another one. The rest stays as it is: what is moved is copied.
 */
export function planAssignment(partitions: readonly Partition[], brokers: readonly number[]): Assignment[] {
  return partitions
    .map((current, index) => ({ current, wanted: rotate(brokers, index) }))
    .filter(({ current }) => !isKeptBy(current, brokers) || isLopsided(partitions, brokers))
    .filter(({ current, wanted }) => current.replicas.join() !== wanted.join())
    .map(({ current: { topic, partition }, wanted }) => ({ topic, partition, replicas: wanted }));
}

/** A plan as kafkajs takes it, a topic at a time. */
export function byTopic(plan: readonly Assignment[]) {
  return [...Map.groupBy(plan, ({ topic }) => topic)].map(([topic, of]) => ({
    topic,
    partitionAssignment: of.map(({ partition, replicas }) => ({ partition, replicas })),
  }));
}

/** How a plan reads, for people. */
export function describePlan(plan: readonly Assignment[], before: readonly Partition[]) {
  return plan.map((assignment) => {
    const old = before.find((it) => nameOf(it) === nameOf(assignment))?.replicas ?? [];
    return [nameOf(assignment), old.join(", "), assignment.replicas.join(", ")];
  });
}

function isKeptBy({ replicas }: Partition, brokers: readonly number[]) {
  return replicas.length === brokers.length && brokers.every((broker) => replicas.includes(broker));
}

/**
 * Whether a broker is the first choice of three partitions more than another one, or of more than three: topics that
 * were created one by one differ by less, and nothing is moved for that.
 */
function isLopsided(partitions: readonly Partition[], brokers: readonly number[]) {
  const counts = brokers.map((broker) => partitions.filter(({ replicas }) => replicas[0] === broker).length);
  return Math.max(...counts) - Math.min(...counts) > 2;
}

/** All brokers, another one first for each partition. */
function rotate(brokers: readonly number[], by: number) {
  const start = by % brokers.length;
  return [...brokers.slice(start), ...brokers.slice(0, start)];
}
