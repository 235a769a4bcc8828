import { z } from "zod";
import { type ApiDocument, describeApi, problem, textOrJson } from "../shared/openapi.ts";
import { Problem } from "../shared/problems.ts";

const outgoingSchema = z
  .strictObject({
    message: z.string().meta({ example: "Hello, Kafka!" }),
    key: z.string().optional().meta({ description: "Messages of one key stay in order, in one partition." }),
    headers: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: "Kafka headers of the message." }),
  })
  .meta({ id: "OutgoingMessage" });

/** A message as a caller wants it sent. */
export type OutgoingMessage = z.output<typeof outgoingSchema>;

const bodySchema = z.union([z.string().meta({ example: "Hello, Kafka!" }), outgoingSchema]);

const receiptSchema = z
  .object({
    message: z.string(),
    topic: z.string(),
    partition: z.int(),
    offset: z.int().nullable().meta({ description: "null with ACKS=0: nobody said where the message is." }),
    timestamp: z.int().meta({ description: "Milliseconds since 1970." }),
  })
  .meta({ id: "Receipt" });

/** Where Kafka stored a message. */
export type Receipt = Omit<z.output<typeof receiptSchema>, "message">;

/** Makes a message of a body, or names the field at fault. */
export function parseMessage(body: unknown): OutgoingMessage {
  if (typeof body === "string") return { message: body };
  const result = outgoingSchema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const unknownField = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const field = unknownField ?? issue?.path.join(".");
  throw new Problem(
    400,
    unknownField === undefined ? "invalid-message" : "unknown-field",
    "The body is not a message",
    {
      ...(issue && { detail: issue.message }),
      ...(field && { field }),
      hint: 'Send a JSON string ("Hello, Kafka!") or {"message": "...", "key": "...", "headers": {...}}.',
    },
  );
}

/** Bytes of a message's texts: what the limits of queue and batch count. */
export function sizeOf({ message, key = "", headers = {} }: OutgoingMessage): number {
  let bytes = Buffer.byteLength(message) + Buffer.byteLength(key);
  for (const name in headers) bytes += Buffer.byteLength(name) + Buffer.byteLength(headers[name] ?? "");
  return bytes;
}

/** The sentence that answers a message. */
export function sentence(message: string, { topic, partition, offset }: Receipt): string {
  return `Message '${message}' sent to ${topic} [[${partition}]] @${offset ?? "? (ACKS=0: no offset is known)"}`;
}

/** The OpenAPI document of service-a. */
export function describeServiceA(bodyLimitBytes: number): ApiDocument {
  const post = {
    summary: "Stores a message in Kafka and says where.",
    description: PROMISE,
    requestBody: {
      required: true,
      content: { "application/json": { schema: bodySchema }, "text/plain": { schema: z.string() } },
    },
    responses: {
      200: textOrJson("Stored.", "Message 'Hello, Kafka!' sent to message-topic [[0]] @0", receiptSchema),
      400: problem("Not JSON, or not a message."),
      413: problem(`Larger than ${bodyLimitBytes} bytes, or than Kafka takes.`),
      415: problem("Neither application/json nor text/plain, or an unknown encoding."),
      503: problem("Kafka does not answer in time, or too many messages wait; see Retry-After."),
    },
  };
  return describeApi({ title: "service-a: HTTP in, Kafka out", description: PROMISE }, { post });
}

const PROMISE = `With ACKS=all an answer 200 means that every in-sync replica has the message.

A 503 means that nobody knows: the message may have been stored although its acknowledgement was lost. Sending it \
again may store it twice.`;
