import { expect, test } from "vitest";
import { buildCall, firstForm } from "./build-call.ts";
import type { Operation, Parameter } from "./read-openapi.ts";

const parameter = (place: Parameter["in"], name: string, isRequired = false): Parameter => ({
  name,
  in: place,
  isRequired,
  description: "",
  choices: [],
  example: "7",
});
const operation = (parameters: Parameter[], bodies: Operation["bodies"] = []): Operation => ({
  method: "GET",
  path: "/x/{id}",
  summary: "",
  parameters,
  bodies,
  responses: [],
});

test("when parameters are filled in, then each goes to its place, encoded, and empty ones nowhere", () => {
  const all = operation([
    parameter("path", "id"),
    parameter("query", "limit"),
    parameter("header", "accept"),
  ]);
  const values = { "path id": "a b", "query limit": "", "header accept": "text/plain" };
  expect(buildCall(all, { values, bodyType: "", body: "" })).toEqual({
    method: "GET",
    path: "/x/a%20b",
    headers: [["accept", "text/plain"]],
  });
});

test("when a call takes a body, then it is sent with its type", () => {
  const call = operation([parameter("query", "q", true)], [{ type: "text/plain", example: "hello" }]);
  expect(buildCall(call, firstForm(call))).toEqual({
    method: "GET",
    path: "/x/{id}?q=7",
    headers: [["content-type", "text/plain"]],
    body: "hello",
  });
});
