import { expect, test } from "vitest";
import { describeServiceA } from "../../../services/service-a/contract.ts";
import { readOpenApi } from "./read-openapi.ts";

test("when service-a describes itself, then its call can be tried with its own example", () => {
  const operations = readOpenApi(describeServiceA(1_000));
  const post = operations.find(({ method, path }) => method === "POST" && path === "/api/messages");
  expect(post?.bodies.map(({ type }) => type)).toContain("application/json");
  expect(post?.bodies.map(({ example }) => example).join("\n")).toContain("Hello, Kafka!");
  expect(post?.responses.map(({ status }) => status)).toContain("200");
  expect(operations.some(({ path }) => path === "/readyz")).toBe(true);
});

test("when a parameter is described elsewhere in the document, then it is found", () => {
  const document = {
    paths: {
      "/x/{id}": { get: { parameters: [{ $ref: "#/components/parameters/Id" }, { name: 5 }, null] } },
    },
    components: {
      parameters: { Id: { name: "id", in: "path", required: true, schema: { enum: [1, 2], default: 2 } } },
    },
  };
  expect(readOpenApi(document)[0]?.parameters).toEqual([
    { name: "id", in: "path", isRequired: true, description: "", choices: ["1", "2"], example: "2" },
  ]);
});

test("when a schema contains itself, or the document is none, then nothing hangs", () => {
  const Self = {
    type: "object",
    required: ["self"],
    properties: { self: { $ref: "#/components/schemas/Self" } },
  };
  const body = { content: { "application/json": { schema: { $ref: "#/components/schemas/Self" } } } };
  const document = { paths: { "/x": { post: { requestBody: body } } }, components: { schemas: { Self } } };
  expect(readOpenApi(document)).toHaveLength(1);
  expect(readOpenApi("nothing")).toEqual([]);
});
