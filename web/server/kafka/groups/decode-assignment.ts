import { createRequire } from "node:module";

/**
 * The partitions of a member, as its leader has shared them out. Empty while the group is rebalancing, and for members of
 * another kind than consumers.
 */
export function decodeAssignment(bytes: Uint8Array): (readonly [topic: string, partition: number])[] {
  const decoded = decode(Buffer.from(bytes));
  return Object.entries(decoded?.assignment ?? {})
    .flatMap(([topic, partitions]) => partitions.map((partition) => [topic, partition] as const))
    .toSorted(([topic, partition], [other, another]) => topic.localeCompare(other) || partition - another);
}

function decode(bytes: Buffer): Decoded | null {
  try {
    return AssignerProtocol.MemberAssignment.decode(bytes);
  } catch {
    return null; // other bytes than a consumer's
  }
}

type Decoded = { assignment: Record<string, number[]> };

const { AssignerProtocol } = createRequire(import.meta.url)("kafkajs") as {
  AssignerProtocol: { MemberAssignment: { decode(bytes: Buffer): Decoded | null } };
};
