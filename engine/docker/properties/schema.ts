import { nearest } from "../../../common/nearest.ts";
import { isMap } from "../../model/property-values.ts";
import {
  type CheckFailure,
  type PropertyMap,
  type PropertyValue,
  UNKNOWN,
} from "../../model/resource-type.ts";
import { newFormOf } from "./old-forms.ts";

/** The type of a property. `set` and `list` differ in how a change is reported; `block` is a nested group of properties. */
export type Shape = "string" | "number" | "boolean" | "list" | "set" | "map" | "block";

/** One property of a resource type, as the provider declares it. */
export interface Property {
  readonly shape: Shape;
  /** The properties of a block, or of each member of a list or set of blocks. */
  readonly of?: Schema;
  readonly required?: true;
  readonly byDefault?: PropertyValue;
  /** Without a value it is false or 0, which the provider does not write into the inputs. */
  readonly zeroByDefault?: true;
  /** A change replaces the resource; otherwise, the resource is updated in place. */
  readonly replaces?: true;
  /** Docker fills it in when the program does not. */
  readonly computed?: true;
  /** In a set, members are told apart even where this string is not given. */
  readonly mayBeLeftOut?: true;
  /** Differences that the provider does not count as changes. */
  readonly unchangedIf?: (old: PropertyValue, wanted: PropertyValue) => boolean;
  /** Refused by name. */
  readonly refused?: true;
}

/** Properties by name. */
export type Schema = Readonly<Record<string, Property>>;

const REFUSAL = "not supported by the embedded engine; use the Pulumi CLI";

/** Adds defaults, named in `__defaults` as the provider does, and reports everything that is wrong. */
export function checkInputs(
  schema: Schema,
  inputs: PropertyMap,
  type = "",
): { inputs: PropertyMap; failures: CheckFailure[] } {
  const failures: CheckFailure[] = [];
  const checked = checkBlock(schema, inputs, "", failures);
  return { inputs: checked, failures: failures.map((failure) => withNewForm(type, failure)) };
}

/** Adds what to write now to an error about a property of an earlier SDK, where that is known. */
function withNewForm(type: string, { property, reason }: CheckFailure): CheckFailure {
  const hint = newFormOf(type, property.replaceAll(/\[\d+\]/g, ""), reason);
  if (hint === undefined) return { property, reason };
  return { property, reason: reason === REFUSAL ? `${reason}, or ${hint}` : `${reason}; ${hint}` };
}

/** Inputs without empty `__defaults`, which the provider drops at a refresh. */
export function withoutEmptyDefaults(inputs: PropertyMap): PropertyMap {
  const text = JSON.stringify(inputs, (key, value) =>
    key === "__defaults" && Array.isArray(value) && value.length === 0 ? undefined : value,
  );
  return JSON.parse(text) as PropertyMap;
}

function checkBlock(schema: Schema, given: PropertyMap, path: string, failures: CheckFailure[]): PropertyMap {
  const checked: PropertyMap = {};
  const defaults: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (name === "__defaults" || value === null) continue;
    const property = schema[name];
    const at = join(path, name);
    if (property === undefined) failures.push({ property: at, reason: unknownName(name, schema) });
    else if (property.refused) failures.push({ property: at, reason: REFUSAL });
    else checked[name] = checkValue(property, value, at, failures);
  }
  for (const [name, { required, byDefault }] of Object.entries(schema)) {
    if (name in checked) continue;
    if (required) failures.push({ property: join(path, name), reason: "expected a value, saw none" });
    if (byDefault === undefined) continue;
    checked[name] = byDefault;
    defaults.push(name);
  }
  return { __defaults: defaults.sort(), ...checked };
}

function checkValue(
  property: Property,
  value: PropertyValue,
  path: string,
  failures: CheckFailure[],
): PropertyValue {
  if (value === UNKNOWN) return value;
  const { shape, of } = property;
  if (shape === "list" || shape === "set") {
    if (!Array.isArray(value)) return wrong(shape, value, path, failures);
    return value.map((item, index) => {
      const at = `${path}[${index}]`;
      if (item === null) return wrong("value", item, at, failures);
      return of === undefined ? item : checkMember(of, item, at, failures);
    });
  }
  if (shape === "block") return checkMember(of ?? {}, value, path, failures);
  if (shape === "map") return isMap(value) ? value : wrong("map", value, path, failures);
  return checkScalar(shape, value, path, failures);
}

function checkMember(
  of: Schema,
  value: PropertyValue,
  path: string,
  failures: CheckFailure[],
): PropertyValue {
  if (value === UNKNOWN) return value;
  return isMap(value) ? checkBlock(of, value, path, failures) : wrong("object", value, path, failures);
}

/** A string that reads as a number or a boolean is one, because configuration consists of strings. All numbers are integers. */
function checkScalar(
  shape: Shape,
  value: PropertyValue,
  path: string,
  failures: CheckFailure[],
): PropertyValue {
  const isText = typeof value === "string";
  if (shape === "number") {
    const number = isText && value.trim() !== "" ? Number(value) : value;
    return Number.isInteger(number) ? number : wrong("whole number", value, path, failures);
  }
  if (typeof value === shape) return value;
  if (shape === "boolean" && (value === "true" || value === "false")) return value === "true";
  if (shape === "string" && (typeof value === "number" || typeof value === "boolean")) return String(value);
  return wrong(shape, value, path, failures);
}

function wrong(
  expected: string,
  value: PropertyValue,
  path: string,
  failures: CheckFailure[],
): PropertyValue {
  const article = /^[aeiou]/.test(expected) ? "an" : "a";
  failures.push({ property: path, reason: `expected ${article} ${expected}, saw ${JSON.stringify(value)}` });
  return value;
}

function unknownName(name: string, schema: Schema): string {
  const near = nearest(name, Object.keys(schema));
  return `unknown property${near === undefined ? "" : `; did you mean "${near}"?`}`;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
