import { EngineError } from "../../common/engine-error.ts";
import { configText } from "./config-yaml.ts";

type ItemsType = { readonly type?: unknown; readonly items?: ItemsType };

/** A setting that Pulumi.yaml declares, under its full key. */
export interface Declaration {
  /** The key as in Pulumi.yaml: with or without the project's name before it. */
  readonly name: string;
  /** The value of a stack without one of its own; undefined if each stack must give one. */
  readonly value: unknown;
  readonly type: string | undefined;
  readonly items: ItemsType | undefined;
  readonly secret: boolean;
}

/** One value from a stack's file, or by default. */
export interface Given {
  /** A scalar is text, whatever its type is in YAML. */
  readonly value: unknown;
  readonly secret: boolean;
}

const TYPES = ["string", "integer", "boolean", "object", "array"];

/**
 * Reads what Pulumi.yaml declares under `config`, by full key.
 * @throws EngineError for declarations that the CLI refuses, in its words
 */
export function readDeclarations(
  project: string,
  config: Readonly<Record<string, unknown>>,
): Map<string, Declaration> {
  const declarations = new Map<string, Declaration>();
  for (const [name, written] of Object.entries(config)) {
    const isOwn = !name.includes(":") || name.startsWith(`${project}:`);
    const parts = partsOf(written);
    const wrong = isOwn ? wrongInOwn(name, parts) : wrongInForeign(name, parts);
    if (wrong !== undefined) throw new EngineError(`Pulumi.yaml: ${wrong}.`);
    const { type, items, secret } = parts;
    declarations.set(name.includes(":") ? name : `${project}:${name}`, {
      name,
      value: parts.value ?? parts.default,
      type: type as string | undefined,
      items,
      secret: secret === true,
    });
  }
  return declarations;
}

/** The reasons why the CLI would not run a stack with these values; none if it would. */
export function wrongValues(
  stack: string,
  declarations: ReadonlyMap<string, Declaration>,
  given: ReadonlyMap<string, Given>,
): string[] {
  const sorted = [...declarations].sort(([, a], [, b]) => (a.name < b.name ? -1 : 1));
  const missing = sorted.filter(([key]) => !given.has(key)).map(([, { name }]) => `'${name}'`);
  if (missing.length > 0) {
    const values = missing.length > 1 ? "values" : "value";
    return [`Stack '${stack}' is missing configuration ${values} ${listed(missing)}`];
  }
  return sorted.flatMap(([key, { name, type, items, secret }]) => {
    const seen = given.get(key);
    if (type === undefined || seen === undefined) return [];
    const which = `Stack '${stack}' with configuration key '${name}' must be`;
    if (secret && !seen.secret) return [`${which} encrypted as it's secret`];
    if (isOfType(type, items, seen.value)) return [];
    const saw = seen.secret ? "another" : configText(seen.value);
    return [`${which} of type '${typeName(type, items)}', saw ${saw}`];
  });
}

interface Parts {
  readonly type?: unknown;
  readonly items?: ItemsType;
  readonly default?: unknown;
  readonly value?: unknown;
  readonly secret?: unknown;
}

/** A value alone means `{value: ...}`. */
function partsOf(written: unknown): Parts {
  const isMap = typeof written === "object" && written !== null && !Array.isArray(written);
  return isMap ? (written as Parts) : { value: written };
}

function wrongInOwn(name: string, { type, items, value, default: byDefault }: Parts): string | undefined {
  if (byDefault !== undefined && value !== undefined)
    return `project config '${name}' cannot have both a 'default' and 'value' attribute`;
  if (type === undefined) return undefined;
  if (!TYPES.includes(String(type)))
    return `the configuration key '${name}' has the type "${type}"; expected one of ${TYPES.join(", ")}`;
  if (type === "array" && items === undefined)
    return `The configuration key '${name}' declares an array but does not specify the underlying type via the 'items' attribute`;
  if (byDefault === undefined || isOfType(String(type), items, byDefault)) return undefined;
  return `The default value specified for configuration key '${name}' is not of the expected type '${typeName(String(type), items)}'`;
}

function wrongInForeign(name: string, { type, value, default: byDefault }: Parts): string | undefined {
  if (type !== undefined)
    return `Configuration key '${name}' is not namespaced by the project and should not define a type`;
  if (byDefault !== undefined)
    return `Configuration key '${name}' is not namespaced by the project and should not define a default value. Did you mean to use the 'value' attribute instead of 'default'?`;
  if (value !== undefined) return undefined;
  return `Configuration key '${name}' is namespaced and must provide an attribute 'value'`;
}

function isOfType(type: string, items: ItemsType | undefined, value: unknown): boolean {
  if (type === "string") return typeof value === "string";
  if (type === "integer") return isWhole(value);
  if (type === "boolean") return typeof value === "boolean" || value === "true" || value === "false";
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (!Array.isArray(value) || items === undefined) return false;
  return value.every((item) => isOfType(String(items.type), items.items, item));
}

function isWhole(value: unknown): boolean {
  if (typeof value === "string") return /^[-+]?\d+$/.test(value);
  return typeof value === "bigint" || Number.isInteger(value);
}

function typeName(type: string, items: ItemsType | undefined): string {
  return items === undefined ? type : `array<${typeName(String(items.type), items.items)}>`;
}

function listed(names: readonly string[]): string {
  if (names.length === 1) return String(names[0]);
  const before = names.slice(0, -1).join(", ");
  return `${before} and ${names.at(-1)}`;
}
