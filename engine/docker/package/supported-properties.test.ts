import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import type { Property, Schema, Shape } from "../properties/schema.ts";
import { supportedProperties, supportTables } from "./supported-properties.ts";

const SDK = join(import.meta.dirname, "../../../node_modules/@pulumi/docker");
const shared = interfacesOf(join(SDK, "types/input.d.ts"));

describe("when @pulumi/docker declares a property, then it is supported or refused by name", () => {
  test.each(Object.entries(supportedProperties))("%s", (type, schema) => {
    const file = `${type[0]?.toLowerCase()}${type.slice(1)}.d.ts`;
    const declared = interfacesOf(join(SDK, file)).get(`${type}Args`);
    // The SDK adds its own version to a provider; a program cannot give it.
    const { version: _, ...taken } = schema;
    expect(differences(taken, declared, "")).toEqual([]);
  });
});

test("when the schema changes, then the README's tables follow (node engine/docker/write-tables.ts)", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  expect(readme).toContain(supportTables());
});

type Members = ReadonlyMap<string, ts.TypeNode>;

function interfacesOf(file: string): Map<string, Members> {
  const found = new Map<string, Members>();
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node)) found.set(node.name.text, membersOf(node));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true));
  return found;
}

function membersOf(declaration: ts.InterfaceDeclaration): Members {
  return new Map(
    declaration.members.flatMap((member) =>
      ts.isPropertySignature(member) && member.type !== undefined
        ? [[member.name.getText(), member.type] as const]
        : [],
    ),
  );
}

/** Differences in names and shapes between the schema and the SDK's interface, by path. */
function differences(schema: Schema, declared: Members | undefined, path: string): string[] {
  if (declared === undefined) return [`${path}: no such interface`];
  const names = new Set([...Object.keys(schema), ...declared.keys()]);
  return [...names].flatMap((name) => {
    const [property, type] = [schema[name], declared.get(name)];
    if (type === undefined) return [`${path}${name}: not declared by the SDK`];
    if (property === undefined) return [`${path}${name}: neither supported nor refused`];
    return property.refused ? [] : shapeDifferences(property, type, path + name);
  });
}

function shapeDifferences(property: Property, type: ts.TypeNode, path: string): string[] {
  const { shape, inner } = shapeOf(type);
  const expected: Shape = property.shape === "set" ? "list" : property.shape;
  if (shape !== expected) return [`${path}: ${property.shape} here, ${shape} in the SDK`];
  if (property.of === undefined)
    return inner === undefined ? [] : [`${path}: ${inner} is not described here`];
  return differences(property.of, shared.get(inner ?? ""), `${path}.`);
}

/** The shape inside `pulumi.Input<...>`, and the interface of its members if they have one. */
function shapeOf(type: ts.TypeNode): { shape: Shape; inner?: string } {
  const text = plain(type.getText());
  const list = /^(.*)\[\]$/s.exec(text);
  if (list?.[1] !== undefined) return { shape: "list", ...innerOf(plain(list[1])) };
  if (text.startsWith("{")) return { shape: "map" };
  if (text === "string" || text === "number" || text === "boolean") return { shape: text };
  if (text.startsWith("enums.")) return { shape: "string" };
  return { shape: "block", ...innerOf(text) };
}

function innerOf(text: string): { inner?: string } {
  return text.startsWith("inputs.") ? { inner: text.slice("inputs.".length) } : {};
}

function plain(text: string): string {
  const unwrapped = /^pulumi\.Input<(.*)>$/s.exec(text.trim())?.[1] ?? text.trim();
  const bare = unwrapped.replace(/\s*\|\s*undefined$/, "").trim();
  return bare === text.trim() ? bare : plain(bare);
}
