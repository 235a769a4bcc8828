import { memberName } from "../../common/lab-layout.ts";
import type { LabConfig } from "../project/lab-config.ts";

type Lab = Pick<LabConfig, "brokers" | "controllers" | "prefix" | "zookeepers">;

/**
 * The volumes of a stack as the program names them, Kafka's first: in this order they can be removed at any pace,
 * because a new broker joins an old ZooKeeper, and no old one a new ZooKeeper.
 */
export function dataVolumes({ brokers, controllers, prefix, zookeepers }: Lab): string[] {
  return [
    ...brokers.map((_, index) => prefix + memberName("kafka-data", index + 1)),
    ...controllers.map((_, index) => prefix + memberName("controller-data", index + 1)),
    ...zookeepers.flatMap((_, index) =>
      ["data", "log"].map((part) => prefix + memberName(`zookeeper-${part}`, index + 1)),
    ),
  ];
}

/**
 * Whether, of all volumes of the machine, some of the lab's are there and others are not: that is what a destroy leaves
 * that was cut off.
 */
export function isPartGone(lab: Lab, there: readonly string[]) {
  const wanted = dataVolumes(lab);
  const left = wanted.filter((name) => there.includes(name));
  return left.length > 0 && left.length < wanted.length;
}
