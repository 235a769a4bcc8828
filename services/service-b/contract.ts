import { isUtf8 } from "node:buffer";
import { z } from "zod";
import { type ApiDocument, describeApi, problem, textOrJson } from "../http/openapi.ts";
import { Problem } from "../http/problems.ts";

const bytesSchema = z
  .strictObject({ base64: z.string() })
  .meta({ id: "Bytes", description: "Bytes that are not UTF-8, as other producers may write them." });

const valueSchema = z.union([z.string(), bytesSchema, z.null()]);

const incomingSchema = z
  .object({
    message: valueSchema.meta({ description: "null is a record without a value (a tombstone)." }),
    key: valueSchema,
    headers: z
      .record(z.string(), z.union([valueSchema, z.array(valueSchema)]))
      .meta({ description: "A header that comes several times is a list." }),
    topic: z.string(),
    partition: z.int(),
    offset: z
      .int()
      .meta({ description: "With topic and partition it distinguishes a repeated message from a new one." }),
    timestamp: z.int().meta({ description: "Milliseconds since 1970." }),
  })
  .meta({ id: "IncomingMessage" });

/** A message as readers get it. */
export type IncomingMessage = z.output<typeof incomingSchema>;

/** A record's key, value or header as readers get it: text, bytes that are not text, or nothing. */
export type IncomingValue = z.output<typeof valueSchema>;

/** Bytes as text if they are UTF-8, else as marked base64. */
export function toValue(bytes: Buffer | null | undefined): IncomingValue {
  if (bytes === null || bytes === undefined) return null;
  return isUtf8(bytes) ? bytes.toString() : { base64: bytes.toString("base64") };
}

/** The sentence that hands a message out. */
export function sentence({ message }: IncomingMessage): string {
  if (message === null) return "Received a message without a value (a tombstone)";
  if (typeof message === "string") return `Received message: ${message}`;
  return `Received bytes that are not text, in base64: ${message.base64}`;
}

const DEFAULT_TIMEOUT_SECONDS = 30;

const querySchema = z.strictObject({
  timeout: z.coerce
    .number()
    .min(0)
    .max(60)
    .default(DEFAULT_TIMEOUT_SECONDS)
    .meta({ description: "Seconds to wait for a message.", override: { type: "number" } }),
  _: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({
      description: "Ignored: some callers add it to get around caches.",
      override: { type: "string" },
    }),
});

/** How long a reader wants to wait. */
export function parseTimeoutMs(query: Record<string, unknown>): number {
  const result = querySchema.safeParse(query.timeout === "" ? { timeout: "none" } : query);
  if (result.success) return result.data.timeout * 1_000;
  const issue = result.error.issues[0];
  const unknownField = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const type = unknownField === undefined ? "invalid-timeout" : "unknown-field";
  throw new Problem(400, type, "The query cannot be understood", {
    field: unknownField ?? "timeout",
    hint: "?timeout= takes 0 to 60 seconds, and is the only parameter.",
  });
}

/** The OpenAPI document of service-b. */
export function describeServiceB(): ApiDocument {
  const get = {
    summary: "The next message of the group, waiting for one if there is none.",
    description: PROMISE,
    requestParams: { query: querySchema },
    responses: {
      200: textOrJson("A message.", "Received message: Hello, Kafka!", incomingSchema),
      204: { description: "None came in time." },
      400: problem("An unknown parameter, or a timeout out of range."),
      503: problem(
        "No partition for this instance, too many readers, or not in the group when the time was over; see Retry-After.",
      ),
    },
  };
  return describeApi({ title: "service-b: Kafka in, HTTP out", description: PROMISE }, { get });
}

const PROMISE = `Each message goes to one reader. It counts as read, and its offset is committed, when its answer was \
handed to the operating system; a reader that goes away before that leaves it for the next one, and messages of one \
partition keep their order.

What this cannot promise: that the reader received what was handed over. An answer lost on the network is a lost \
message. And after a crash or a rebalance the last messages may come again: topic, partition and offset show it.

With AUTO_COMMIT=true offsets are committed when messages are fetched: what was fetched and not yet read is lost when \
the service dies, and nothing comes twice.`;
