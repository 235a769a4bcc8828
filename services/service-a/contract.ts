import { z } from "zod";
import { type ApiDocument, describeApi, problem, textOrJson } from "../http/openapi.ts";
import { Problem } from "../http/problems.ts";
import { REQUEST_ID } from "../http/requests.ts";

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
    offset: z
      .int()
      .nullable()
      .meta({ description: "null with ACKS=0: no answer says where the message is." }),
    timestamp: z.int().meta({ description: "Milliseconds since 1970." }),
  })
  .meta({ id: "Receipt" });

/** Where Kafka stored a message. */
export type Receipt = Omit<z.output<typeof receiptSchema>, "message">;

const querySchema = z.object({
  timeout: z.coerce
    .number()
    .min(0.1)
    .max(60)
    .optional()
    .meta({
      description: "Seconds to wait for the acknowledgement; without it REQUEST_DEADLINE_MS.",
      override: { type: "number" },
    }),
});

/** How long a caller wants to wait, if that is said. */
export function parseDeadlineMs(query: Record<string, unknown>): number | undefined {
  const result = querySchema.safeParse(query.timeout === "" ? { timeout: "none" } : query);
  if (result.success) return result.data.timeout && result.data.timeout * 1_000;
  throw new Problem(400, "invalid-timeout", "The query cannot be understood", {
    field: "timeout",
    hint: "?timeout= takes 0.1 to 60 seconds.",
  });
}

/** Turns a body into a message, or names the field at fault. */
export function parseMessage(body: unknown, requestId: string): OutgoingMessage {
  const message = typeof body === "string" ? { message: body } : parseObject(body);
  const fault = faultOf(message, requestId);
  if (fault) throw new Problem(400, "invalid-message", "The message cannot be stored as it is", fault);
  return message;
}

function parseObject(body: unknown): OutgoingMessage {
  const result = outgoingSchema.safeParse(body);
  // Neither the schema nor kafkajs keeps this name.
  const headers = (body as { headers?: object } | null)?.headers ?? {};
  if (result.success && !Object.hasOwn(headers, "__proto__")) return result.data;
  const issue = result.success
    ? { message: "This name is not possible", path: PROTO }
    : result.error.issues[0];
  const unknownField = issue && "keys" in issue ? issue.keys[0] : undefined;
  const field = unknownField ?? issue?.path.join(".");
  const type = unknownField === undefined ? "invalid-message" : "unknown-field";
  throw new Problem(400, type, "The body is not a message", {
    ...(issue && { detail: issue.message }),
    ...(field && { field }),
    hint: 'Send a JSON string ("Hello, Kafka!") or {"message": "...", "key": "...", "headers": {...}}.',
  });
}

const PROTO = ["headers", "__proto__"];

/** Finds what would not be stored as it was sent: half a character, or a header that we set ourselves. */
function faultOf({ message, key = "", headers = {} }: OutgoingMessage, requestId: string) {
  if (headers[REQUEST_ID] !== undefined && headers[REQUEST_ID] !== requestId) {
    const hint = "Send it as a header of the HTTP request: it goes along with the message.";
    return { detail: "The service sets this header itself.", field: `headers.${REQUEST_ID}`, hint };
  }
  const names = Object.keys(headers);
  const texts = [message, key, ...names, ...Object.values(headers)];
  if (texts.every((text) => text.isWellFormed())) return undefined;
  const fields = ["message", "key", ...names.map(() => "headers"), ...names.map((name) => `headers.${name}`)];
  return {
    detail: "A lone surrogate, such as \\ud800, is half a character: UTF-8 has no bytes for it.",
    field: fields[texts.findIndex((text) => !text.isWellFormed())]?.toWellFormed() ?? "message",
    hint: "Send both halves, or the character itself; send bytes as base64 text.",
  };
}

/** Bytes of a message's texts: the unit of the limits of queue and batch. */
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
    requestParams: { query: querySchema },
    requestBody: {
      required: true,
      content: {
        "application/json": { schema: bodySchema },
        "text/json": { schema: bodySchema },
        "application/*+json": { schema: bodySchema },
        "text/plain": { schema: z.string() },
      },
    },
    responses: {
      200: textOrJson("Stored.", "Message 'Hello, Kafka!' sent to message-topic [[0]] @0", receiptSchema),
      400: problem(
        "Not JSON, not a message, a timeout out of range, or nothing that can be stored exactly as it was sent.",
      ),
      413: problem(`Larger than ${bodyLimitBytes} bytes, or than Kafka takes.`),
      415: problem("Neither JSON nor text/plain, or an unknown encoding."),
      503: problem(
        "Not acknowledged within the deadline, or too many wait: `outcome` says whether the message is surely not " +
          "stored; see Retry-After.",
      ),
    },
  };
  return describeApi({ title: "service-a: HTTP in, Kafka out", description: PROMISE }, { post });
}

const PROMISE = `With ACKS=all an answer 200 means that every in-sync replica has the message.

A 503 comes when the deadline has passed, or Kafka said no for good. Its \`outcome\` is what is known of the message: \
\`not-stored\` (it can be sent again), or \`unknown\`: it may have been stored although its acknowledgement was lost, and \
sending it again may store it twice.`;
