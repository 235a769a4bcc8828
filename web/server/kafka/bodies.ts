import { z } from "zod";
import type { KafkaRequests } from "../../contract/kafka-requests.ts";

/** The body of a request, so that a shape that says otherwise is no longer one. */
type Body<Route extends keyof KafkaRequests> = z.ZodType<
  KafkaRequests[Route] extends { body: infer Wanted } ? Wanted : never
>;

// What the page asks for, in addresses and bodies; anything else is refused.

/** Kafka allows no longer name of a topic. */
export const topicName = z.string().min(1).max(249);
export const groupName = z.string().min(1).max(1_000);

const partition = z.int().min(0).max(100_000);
const offset = z.int().min(0);
const timestampMs = z.int().min(0);
const text = z.string().max(900_000).nullable();

export const viewBody: Body<"POST /kafka/view"> = z.strictObject({
  topics: z
    .array(z.strictObject({ topic: topicName, partitions: z.array(partition).max(1_000).optional() }))
    .max(20),
  cells: z.int().min(1).max(50),
});
export const recordBody: Body<"POST /kafka/topics/:topic/records"> = z.strictObject({
  key: text,
  value: text,
  headers: z.array(z.tuple([z.string().min(1).max(1_000), z.string().max(10_000)])).max(100),
  acks: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  partition: partition.optional(),
});

const target = z.union([
  z.strictObject({ kind: z.enum(["earliest", "latest"]) }),
  z.strictObject({ kind: z.literal("offset"), partition, offset }),
  z.strictObject({ kind: z.literal("time"), timestampMs }),
]);

export const previewBody: Body<"POST /kafka/groups/:group/moves/preview"> = z.strictObject({
  topic: topicName,
  to: target,
});
export const moveBody: Body<"POST /kafka/groups/:group/moves"> = z.strictObject({
  topic: topicName,
  to: target,
  version: z.string().max(64),
});

/** In an address everything is text. */
const inAddress = (number: z.ZodType<number, number>) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(number);

export const pageQuery = z.object({
  partition: inAddress(partition),
  from: inAddress(offset).optional(),
  timestampMs: inAddress(timestampMs).optional(),
  count: inAddress(z.int().min(1).max(200)).default(50),
});
export const searchQuery = z.object({
  text: z.string().min(1).max(200),
  partition: inAddress(partition).optional(),
  next: z.string().max(50_000).optional(),
});
