import { isMap, mapValues, SHOWN_UNKNOWN } from "../model/property-values.ts";
import type { PropertyValue } from "../model/resource-type.ts";

/** The part of a text that is shown inside a list or an object, as the Pulumi CLI cuts it. */
const MAX_COLUMNS = 150;
const MAX_LINES = 3;

/** The key that the SDK adds to a resource that a program exports as a whole. */
const RESOURCE_MARK = "@isPulumiResource";

/**
 * A value on one line: JSON, without quotes around what is not known yet, with long texts cut. Only the identity of a
 * resource that is exported as a whole: its sixty properties would bury the other outputs (`--json` has them all).
 */
export function readable(value: PropertyValue): string {
  const brief = mapValues(value, (inner) => {
    if (typeof inner === "string") return cutText(inner);
    return isMap(inner) && inner[RESOURCE_MARK] === true ? identityOf(inner) : undefined;
  });
  return JSON.stringify(brief).replaceAll(JSON.stringify(SHOWN_UNKNOWN), SHOWN_UNKNOWN);
}

function identityOf({ id, name, urn }: Record<string, PropertyValue>): PropertyValue {
  return Object.fromEntries(
    Object.entries({ urn, id, name }).filter(
      (entry): entry is [string, PropertyValue] => entry[1] !== undefined,
    ),
  );
}

function cutText(text: string): string {
  const lines = text.split("\n");
  const shown = lines
    .slice(0, MAX_LINES)
    .map((line) => (line.length > MAX_COLUMNS ? `${line.slice(0, MAX_COLUMNS)}...` : line));
  return lines.length > MAX_LINES ? `${shown.join("\n")}\n...` : shown.join("\n");
}
