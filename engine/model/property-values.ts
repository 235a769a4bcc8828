import { isDeepStrictEqual } from "node:util";
import { type PropertyMap, type PropertyValue, UNKNOWN } from "./resource-type.ts";

/** The key that marks a map as something other than a map, in Pulumi's protocol and in its state. */
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
/** The signature of a secret, which has its `value` in the protocol and its `ciphertext` in the state. */
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** A value that must not appear in the state, the display or the JSON. */
export interface Secret extends PropertyMap {
  value: PropertyValue;
}

/** Marks a value as secret, unless it is marked already. */
export function secret(value: PropertyValue): PropertyValue {
  return isSecret(value) ? value : { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** Whether a value is marked as secret as a whole. */
export function isSecret(value: PropertyValue | undefined): value is Secret {
  return isMap(value) && value[SIGNATURE_KEY] === SECRET_SIGNATURE && "value" in value;
}

/** Whether a value is a map, and neither null nor a list. */
export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as a resource type gets it: without marks of secrecy. */
export function reveal<T extends PropertyValue>(value: T): T {
  return mapValues(value, (inner) => (isSecret(inner) ? reveal(inner.value) : undefined)) as T;
}

/** Represents a value that is known only after the update; the Pulumi CLI writes it this way, too. */
export const SHOWN_UNKNOWN = "output<string>";

/** The value as a person may see it: `[secret]` in place of secrets, `output<string>` for what is not known yet. */
export function conceal(value: PropertyValue): PropertyValue {
  return mapValues(value, (inner) => {
    if (isSecret(inner)) return "[secret]";
    return inner === UNKNOWN ? SHOWN_UNKNOWN : undefined;
  });
}

/** Whether anything inside satisfies the test. */
export function some(value: PropertyValue | undefined, test: (inner: PropertyValue) => boolean): boolean {
  if (value === undefined) return false;
  if (test(value)) return true;
  if (Array.isArray(value)) return value.some((item) => some(item, test));
  return isMap(value) && Object.values(value).some((item) => some(item, test));
}

/** Whether a value is not, or not wholly, known before the update. */
export function hasUnknown(value: PropertyValue | undefined): boolean {
  return some(value, (inner) => inner === UNKNOWN);
}

/** Whether a value holds a secret anywhere. */
export function hasSecret(value: PropertyValue | undefined): boolean {
  return some(value, isSecret);
}

/** Converts what the SDK sends for `pulumi.output(...)` inside arguments to plain values, secrets and unknowns. */
export function flattenOutputValues(value: PropertyValue): PropertyValue {
  return mapValues(value, (inner) => {
    if (!isMap(inner) || inner[SIGNATURE_KEY] !== OUTPUT_SIGNATURE) return undefined;
    const plain = "value" in inner ? flattenOutputValues(inner.value ?? null) : UNKNOWN;
    return inner.secret === true ? secret(plain) : plain;
  });
}

/** Rebuilds a value with what `replace` returns in place of each inner value; undefined keeps it. */
export function mapValues(
  value: PropertyValue,
  replace: (inner: PropertyValue) => PropertyValue | undefined,
): PropertyValue {
  const replaced = replace(value);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return value.map((item) => mapValues(item, replace));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapValues(item, replace)]));
}

/** Whether two values are equal as JSON; the order of keys does not matter. */
export function equal(one: PropertyValue | undefined, other: PropertyValue | undefined): boolean {
  return isDeepStrictEqual(one, other);
}

/**
 * Marks as secret the values under the top-level names of secrets in `source`, and those named in `also`: what comes back
 * from Docker must be as hidden as what went in. The id is never secret, because the state has it in plain text anyway.
 */
export function markSecrets(
  target: PropertyMap,
  source: PropertyMap,
  also: readonly string[] = [],
): PropertyMap {
  const isSecretHere = (key: string) => hasSecret(source[key]) || (also.includes(key) && key !== "id");
  return Object.fromEntries(
    Object.entries(target).map(([key, value]) =>
      isSecretHere(key) && value !== null ? [key, secret(value)] : [key, value],
    ),
  );
}
