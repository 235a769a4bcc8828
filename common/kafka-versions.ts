import { LabError } from "./lab-error.mjs";

/** A Kafka for which the lab has an image, and the official image with the same Kafka. */
export interface KafkaVersion {
  readonly version: string;
  readonly official: string;
}

/** That of the stacks; the last with ZooKeeper. */
export const bridgeVersion: KafkaVersion = { version: "3.9.1", official: "confluentinc/cp-kafka:7.9.10" };

/** Built on request only: where a cluster may come from, and where it goes to after ZooKeeper. */
export const otherVersions: readonly KafkaVersion[] = [
  { version: "3.8.1", official: "confluentinc/cp-kafka:7.8.0" },
  { version: "4.1.1", official: "confluentinc/cp-kafka:8.1.1" },
];

/** The name of the image that is built here. */
export const localKafkaImage = ({ version }: KafkaVersion) => `kafka-lab/kafka:${version}`;

/** Finds a version by all of its number or by the beginning of it, such as 4.1. */
export function findKafkaVersion(asked: string): KafkaVersion {
  const all = [bridgeVersion, ...otherVersions];
  const found = all.find(({ version }) => `${version}.`.startsWith(`${asked}.`));
  if (found) return found;
  throw new LabError(
    `expected a version of Kafka that the lab has an image for, saw "${asked}".`,
    `There are: ${all.map(({ version }) => version).join(", ")}`,
  );
}
