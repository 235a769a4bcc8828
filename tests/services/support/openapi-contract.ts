import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import type { ApiDocument } from "../../../services/http/openapi.ts";

type Schema = Record<string, unknown>;
type Operation = { responses: Record<string, { content?: Record<string, { schema: Schema }> }> };

/** An answer of a service, with its body. */
export interface Answer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

/** Checks answers against the service's own document: status, media type and body. */
export function createContract(document: ApiDocument) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document as object, "api");

  /** Why the document does not allow this answer; undefined if it does. */
  function complaint({ method, path, status, contentType, body }: Answer): string | undefined {
    if (method === "HEAD" && body !== "") return `a body in answer to HEAD: ${body}`;
    const operation = operationOf(document, method, path);
    if (!operation)
      return status === 404 || status === 405 ? undefined : `${status} where nothing is documented`;
    const response = operation.responses[status];
    if (method === "HEAD" && status === 405) return undefined;
    if (!response) return `status ${status} is not documented`;
    if (!response.content) return body === "" ? undefined : `a body where none is documented: ${body}`;
    const type = contentType?.split(";")[0] ?? "";
    if (!response.content[type]) return `media type ${type} is not documented for ${status}`;
    if (method === "HEAD") return undefined;
    const pointer = ["paths", path, method.toLowerCase(), "responses", status, "content", type, "schema"];
    const at = pointer.map((part) => encodeURIComponent(String(part).replaceAll("/", "~1"))).join("/");
    const value = type.endsWith("json") ? JSON.parse(body) : body;
    if (ajv.validate({ $ref: `api#/${at}` }, value)) return undefined;
    return `the body is not as documented: ${ajv.errorsText()}: ${body}`;
  }
  return { complaint };
}

/** Values that a schema of the document allows. */
export function valuesOf(schema: Schema, document: ApiDocument): fc.Arbitrary<unknown> {
  const inner = (of: unknown) => valuesOf(of as Schema, document);
  if (typeof schema.$ref === "string") return inner(resolve(document, schema.$ref));
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (choices) return fc.oneof(...choices.map(inner));
  switch (schema.type) {
    case "string":
      return fc.string({ unit: "binary", maxLength: 40 });
    case "integer":
    case "number":
      return fc.integer({ min: Number(schema.minimum ?? -1_000), max: Number(schema.maximum ?? 1_000) });
    case "boolean":
      return fc.boolean();
    case "object":
      return objectsOf(schema, inner);
    default:
      throw new Error(`expected a schema with a type this test knows, saw ${JSON.stringify(schema)}`);
  }
}

function objectsOf(schema: Schema, inner: (of: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  if (properties.length === 0)
    return fc.dictionary(headerNames, inner(schema.additionalProperties), { maxKeys: 4 });
  const values = Object.fromEntries(properties.map(([name, of]) => [name, inner(of)]));
  return fc.record(values, { requiredKeys: (schema.required ?? []) as string[] });
}

/** Without __proto__, which is refused: JSON Schema cannot simply express "any name but this one". */
const headerNames = fc.string({ maxLength: 20 }).filter((name) => name !== "__proto__");

function operationOf(document: ApiDocument, method: string, path: string): Operation | undefined {
  const paths = document.paths as Record<string, Record<string, Operation>> | undefined;
  // HEAD is GET without the body, RFC 9110.
  return paths?.[path]?.[method === "HEAD" ? "get" : method.toLowerCase()];
}

function resolve(document: ApiDocument, reference: string): Schema {
  const parts = reference.slice(2).split("/");
  return parts.reduce((at, part) => at[part] as Schema, document as unknown as Schema);
}
