/** A call that an OpenAPI document describes. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  /** The kinds of bodies that it takes, with an example of each. */
  readonly bodies: readonly { readonly type: string; readonly example: string }[];
  readonly responses: readonly { readonly status: string; readonly description: string }[];
}

export interface Parameter {
  readonly name: string;
  readonly in: "query" | "path" | "header";
  readonly isRequired: boolean;
  readonly description: string;
  readonly choices: readonly string[];
  readonly example: string;
}

type Json = Readonly<Record<string, unknown>>;

const methods = ["get", "post", "put", "patch", "delete"];

/** Reads the calls of an OpenAPI 3 document; what it cannot read it leaves out. */
export function readOpenApi(document: unknown): Operation[] {
  const root = objectOf(document);
  return Object.entries(objectOf(root.paths)).flatMap(([path, item]) =>
    Object.entries(objectOf(item))
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => readOperation(root, method, path, objectOf(operation), objectOf(item))),
  );
}

function readOperation(root: Json, method: string, path: string, operation: Json, item: Json): Operation {
  const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)];
  const { content } = resolve(root, operation.requestBody);
  return {
    method: method.toUpperCase(),
    path,
    summary: textOf(operation.summary) || textOf(operation.description),
    parameters: parameters.flatMap((each) => readParameter(root, resolve(root, each))),
    bodies: Object.entries(objectOf(content)).map(([type, media]) => ({
      type,
      example: exampleText(type, exampleOf(root, objectOf(media))),
    })),
    responses: Object.entries(objectOf(operation.responses)).map(([status, response]) => ({
      status,
      description: textOf(resolve(root, response).description),
    })),
  };
}

function readParameter(root: Json, parameter: Json): Parameter[] {
  const { name, in: place } = parameter;
  if (typeof name !== "string" || (place !== "query" && place !== "path" && place !== "header")) return [];
  const schema = resolve(root, parameter.schema);
  return [
    {
      name,
      in: place,
      isRequired: parameter.required === true,
      description: textOf(parameter.description) || textOf(schema.description),
      choices: listOf(schema.enum).map(String),
      example: String(parameter.example ?? schema.example ?? schema.default ?? ""),
    },
  ];
}

/** Of a body: its own example, else one made of its schema's. */
function exampleOf(root: Json, media: Json): unknown {
  if (media.example !== undefined) return media.example;
  const [named] = Object.values(objectOf(media.examples));
  return named === undefined ? exampleOfSchema(root, media.schema, 0) : resolve(root, named).value;
}

function exampleOfSchema(root: Json, schema: unknown, depth: number): unknown {
  const found = resolve(root, schema);
  if (depth > 8) return undefined; // a schema may contain itself
  if (found.example !== undefined) return found.example;
  const [listed] = listOf(found.examples);
  if (listed !== undefined) return listed;
  const either = listOf(found.anyOf ?? found.oneOf);
  const choice = either.find((each) => resolve(root, each).type === "object") ?? either[0];
  if (choice !== undefined) return exampleOfSchema(root, choice, depth + 1);
  if (found.type !== "object") return found.type === "string" ? "" : undefined;
  const required = listOf(found.required);
  const shown = Object.entries(objectOf(found.properties)).filter(([name]) => required.includes(name));
  return Object.fromEntries(shown.map(([name, each]) => [name, exampleOfSchema(root, each, depth + 1)]));
}

function exampleText(type: string, example: unknown): string {
  if (example === undefined) return "";
  if (type.includes("json")) return JSON.stringify(example, null, 2);
  return typeof example === "string" ? example : JSON.stringify(example);
}

/** What a `$ref` inside the document points to. */
function resolve(root: Json, value: unknown): Json {
  const given = objectOf(value);
  if (typeof given.$ref !== "string" || !given.$ref.startsWith("#/")) return given;
  const parts = given.$ref.slice(2).split("/");
  const found = parts.reduce<unknown>((at, part) => objectOf(at)[unescaped(part)], root);
  return objectOf(found);
}

/** https://www.rfc-editor.org/rfc/rfc6901#section-4 */
function unescaped(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
