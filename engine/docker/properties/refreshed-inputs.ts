import { equal, isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { type Property, type Schema, withoutEmptyDefaults } from "./schema.ts";

/**
 * The inputs after a refresh: each has the value that was found, and none is added. So a plan that ignores a change keeps
 * the current value, and not the former input.
 */
export function refreshedInputs(schema: Schema, inputs: PropertyMap, outputs: PropertyMap): PropertyMap {
  return withoutEmptyDefaults(foundBlock(schema, inputs, outputs));
}

function foundBlock(of: Schema, asked: PropertyMap, found: PropertyMap): PropertyMap {
  const { __defaults: marks, ...given } = asked;
  const taken: PropertyMap = {};
  for (const [name, value] of Object.entries(given)) {
    const seen = found[name];
    if (seen !== undefined) taken[name] = foundValue(of[name], value, seen);
  }
  if (!Array.isArray(marks)) return taken;
  // A default with another value is no longer a default.
  const defaults = marks.map(String).filter((name) => equal(taken[name], given[name]));
  return { __defaults: defaults, ...taken };
}

function foundValue(
  property: Property | undefined,
  asked: PropertyValue,
  found: PropertyValue,
): PropertyValue {
  if (isMap(asked) && isMap(found)) return foundBlock(property?.of ?? {}, asked, found);
  if (!Array.isArray(asked) || !Array.isArray(found)) return found;
  const isSetOfBlocks = property?.shape === "set" && [...asked, ...found].every(isMap);
  const places = isSetOfBlocks ? bestMatches(asked as PropertyMap[], found as PropertyMap[]) : undefined;
  return asked.flatMap((item, index) => {
    const seen = found[places === undefined ? index : (places.get(index) ?? -1)];
    return seen === undefined ? [] : [foundValue(property && { ...property, shape: "block" }, item, seen)];
  });
}

/** Blocks of a set have no fixed index: each is matched with the one that it has most in common with. */
function bestMatches(asked: readonly PropertyMap[], found: readonly PropertyMap[]): Map<number, number> {
  const pairs = asked.flatMap((one, place) =>
    found.map((other, otherPlace) => ({ place, otherPlace, similarity: similarity(one, other) })),
  );
  const places = new Map<number, number>();
  const taken = new Set<number>();
  for (const { place, otherPlace } of pairs.sort((one, other) => other.similarity - one.similarity)) {
    if (places.has(place) || taken.has(otherPlace)) continue;
    places.set(place, otherPlace);
    taken.add(otherPlace);
  }
  return places;
}

function similarity(asked: PropertyMap, found: PropertyMap): number {
  return Object.entries(asked).reduce(
    (sum, [name, value]) => sum + (found[name] === undefined ? 0 : equal(value, found[name]) ? 3 : 1),
    0,
  );
}
