/** @typedef {Pick<import("../project/lab-config.mjs").LabConfig, "brokers" | "prefix" | "zookeepers">} Lab */

/**
 * The volumes of a stack as the program names them, Kafka's first: in this order they can be removed at any pace, because
 * a new broker joins an old ZooKeeper, and no old one a new ZooKeeper.
 *
 * @param {Lab} lab
 * @returns {string[]}
 */
export function dataVolumes({ brokers, zookeepers, prefix }) {
  const numberOf = (/** @type {string} */ member) => /-\d+$/.exec(member.slice(prefix.length))?.[0] ?? "";
  return [
    ...brokers.map((member) => `${prefix}kafka-data${numberOf(member)}`),
    ...zookeepers.flatMap((member) =>
      ["data", "log"].map((part) => `${prefix}zookeeper-${part}${numberOf(member)}`),
    ),
  ];
}

/**
 * Some are there and others are not: what a destroy leaves that was cut off.
 *
 * @param {Lab} lab
 * @param {readonly string[]} there the names of all volumes of the machine
 */
export function isPartGone(lab, there) {
  const wanted = dataVolumes(lab);
  const left = wanted.filter((name) => there.includes(name));
  return left.length > 0 && left.length < wanted.length;
}
