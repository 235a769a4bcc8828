import { describe, expect, test } from "vitest";
import { type Given, readDeclarations, wrongValues } from "./declarations.ts";

const plain = (value: unknown): Given => ({ value, secret: false });
const wrongIn = (declared: Record<string, unknown>, given: Record<string, Given>) =>
  wrongValues("dev", readDeclarations("p", declared), new Map(Object.entries(given)));

test.each<[Record<string, unknown>, string]>([
  [{ a: { type: "string" } }, "Stack 'dev' is missing configuration value 'a'"],
  [{ b: { description: "x" }, a: {} }, "Stack 'dev' is missing configuration values 'a' and 'b'"],
  [{ c: {}, b: {}, a: {} }, "Stack 'dev' is missing configuration values 'a', 'b' and 'c'"],
])("when %j is declared and the stack gives nothing, then that is reported", (declared, message) => {
  expect(wrongIn(declared, {})).toEqual([message]);
});

describe("when a declared setting has a value", () => {
  const texts = { type: "array", items: { type: "string" } };
  const numbers = { type: "array", items: { type: "array", items: { type: "integer" } } };

  test.each<[Record<string, unknown>, unknown]>([
    [{ type: "string" }, "1"],
    [{ type: "integer" }, "-41"],
    [{ type: "boolean" }, "false"],
    [{ type: "object" }, { a: 1 }],
    [texts, ["a"]],
    [numbers, [[1n, "2"]]],
    [{}, ["anything"]],
  ])("then %j takes %o", (declaration, value) => {
    expect(wrongIn({ a: declaration }, { "p:a": plain(value) })).toEqual([]);
  });

  test.each<[Record<string, unknown>, unknown, string]>([
    [{ type: "integer" }, "abc", "'integer', saw abc"],
    [{ type: "integer" }, "1.5", "'integer', saw 1.5"],
    [{ type: "boolean" }, "yes", "'boolean', saw yes"],
    [{ type: "string" }, ["a"], "'string', saw [\"a\"]"],
    [{ type: "object" }, ["a"], "'object', saw"],
    [texts, "a", "'array<string>', saw a"],
    [numbers, [["x"]], "'array<array<integer>>', saw"],
  ])("then %j refuses %o", (declaration, value, message) => {
    const [wrong] = wrongIn({ a: declaration }, { "p:a": plain(value) });
    expect(wrong).toContain(`Stack 'dev' with configuration key 'a' must be of type ${message}`);
  });

  test("then a secret that is not encrypted is refused, and an encrypted one is not shown", () => {
    const declared = { a: { type: "integer", secret: true } };
    expect(wrongIn(declared, { "p:a": plain("1") })).toEqual([
      expect.stringContaining("must be encrypted as it's secret"),
    ]);
    expect(wrongIn(declared, { "p:a": { value: "hush", secret: true } }).join()).toMatch(
      /'integer', saw another$/,
    );
  });
});

test.each<[Record<string, unknown>, string]>([
  [{ a: { type: "integer", default: "x" } }, "not of the expected type 'integer'"],
  [{ a: { type: "string", default: 1n } }, "not of the expected type 'string'"],
  [{ a: { default: "x", value: "y" } }, "both a 'default' and 'value'"],
  [{ a: { type: "array" } }, "via the 'items' attribute"],
  [{ a: { type: "number" } }, "expected one of string, integer"],
  [{ "docker:host": { type: "string" } }, "should not define a type"],
  [{ "docker:host": { default: "x" } }, "'value' attribute instead of 'default'"],
  [{ "docker:host": {} }, "must provide an attribute 'value'"],
])("when Pulumi.yaml declares %o, then it is refused as by the CLI", (declared, message) => {
  expect(() => readDeclarations("p", declared)).toThrow(message);
});
