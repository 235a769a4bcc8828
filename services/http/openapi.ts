import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject } from "zod-openapi";

/** An OpenAPI 3.1 document. */
export type ApiDocument = ReturnType<typeof createDocument>;

/** Every error of both services. */
export const problemSchema = z
  .object({
    type: z
      .string()
      .meta({ description: "Stable name of the problem.", example: "urn:kafka-lab:problem:queue-full" }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    hint: z.string().optional().meta({ description: "What to do about it." }),
    field: z.string().optional().meta({ description: "The field at fault." }),
    outcome: z.enum(["not-stored", "unknown"]).optional().meta({
      description: "Of a message that was not acknowledged: it is not stored, or that is unknown.",
    }),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details." });

const readinessSchema = z
  .looseObject({
    status: z.enum(["ready", "not-ready"]),
    waitingFor: z.array(z.string()).meta({ description: "Empty when ready." }),
  })
  .meta({ id: "Readiness" });

/** Describes a service from the schemas that validate its requests, so that the two cannot differ. */
export function describeApi(
  info: { title: string; description: string },
  messages: Record<"get" | "post", ZodOpenApiOperationObject> | Record<string, ZodOpenApiOperationObject>,
): ApiDocument {
  const forbidden = { 403: problem("A browser asks for a page that is not on this machine.") };
  for (const operation of Object.values(messages))
    operation.responses = { ...operation.responses, ...forbidden };
  return createDocument({
    openapi: "3.1.0",
    info: { ...info, version: "1.0.0" },
    servers: [{ url: "/", description: "Where this description came from, by http or https." }],
    paths: {
      "/api/messages": messages,
      "/healthz": {
        get: {
          summary: "Is the process alive?",
          responses: { 200: answer("Yes.", z.looseObject({})), ...forbidden },
        },
      },
      "/readyz": {
        get: {
          summary: "Can the service do its work now?",
          responses: {
            200: answer("Yes.", readinessSchema),
            503: answer("Not now.", readinessSchema),
            ...forbidden,
          },
        },
      },
      "/metrics": {
        get: {
          summary: "Measurements in Prometheus' text format.",
          responses: { 200: text("As text."), ...forbidden },
        },
      },
      "/openapi.json": {
        get: {
          summary: "This description.",
          responses: { 200: answer("It.", z.looseObject({})), ...forbidden },
        },
      },
    },
  });
}

/** A JSON answer. */
export function answer(description: string, schema: z.ZodType) {
  return { description, content: { "application/json": { schema } } };
}

/** A text answer, and the same as JSON for clients that ask for it. */
export function textOrJson(description: string, example: string, schema: z.ZodType) {
  const content = { "text/plain": { schema: z.string().meta({ example }) }, "application/json": { schema } };
  return { description, content };
}

/** An error answer. */
export function problem(description: string) {
  return { description, content: { "application/problem+json": { schema: problemSchema } } };
}

function text(description: string) {
  return { description, content: { "text/plain": { schema: z.string() } } };
}
