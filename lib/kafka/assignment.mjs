import { nameOf } from "./partitions.mjs";

/** @typedef {import("./partitions.mjs").Partition} Partition */
/** @typedef {Pick<Partition, "topic" | "partition" | "replicas">} Assignment */

/**
 * Which partitions must change so that every one is kept by all brokers and no broker is the first choice of many more
 * than another one. The rest stays as it is: what is moved is copied.
 *
 * @param {readonly Partition[]} partitions
 * @param {readonly number[]} brokers
 * @returns {Assignment[]}
 */
export function planAssignment(partitions, brokers) {
  return partitions
    .map((current, index) => ({ current, wanted: rotate(brokers, index) }))
    .filter(({ current }) => !keptByAll(current, brokers) || isLopsided(partitions, brokers))
    .filter(({ current, wanted }) => current.replicas.join() !== wanted.join())
    .map(({ current: { topic, partition }, wanted }) => ({ topic, partition, replicas: wanted }));
}

/** A plan as kafkajs takes it, a topic at a time. @param {readonly Assignment[]} plan */
export function byTopic(plan) {
  return [...Map.groupBy(plan, ({ topic }) => topic)].map(([topic, of]) => ({
    topic,
    partitionAssignment: of.map(({ partition, replicas }) => ({ partition, replicas })),
  }));
}

/** How a plan reads, for people. @param {readonly Assignment[]} plan @param {readonly Partition[]} before */
export function describePlan(plan, before) {
  return plan.map((assignment) => {
    const old = before.find((it) => nameOf(it) === nameOf(assignment))?.replicas ?? [];
    return [nameOf(assignment), old.join(", "), assignment.replicas.join(", ")];
  });
}

/** @param {Partition} partition @param {readonly number[]} brokers */
function keptByAll({ replicas }, brokers) {
  return brokers.every((broker) => replicas.includes(broker));
}

/** Whether a broker is the first choice of three partitions more than another one, or of more than three: topics that were created one by one differ by less, and nothing is moved for that. @param {readonly Partition[]} partitions @param {readonly number[]} brokers */
function isLopsided(partitions, brokers) {
  const counts = brokers.map((broker) => partitions.filter(({ replicas }) => replicas[0] === broker).length);
  return Math.max(...counts) - Math.min(...counts) > 2;
}

/** All brokers, another one first for each partition. @param {readonly number[]} brokers @param {number} by */
function rotate(brokers, by) {
  const start = by % brokers.length;
  return [...brokers.slice(start), ...brokers.slice(0, start)];
}
