import { isMap } from "./property-values.ts";
import type { PropertyMap, PropertyValue } from "./resource-type.ts";

/** The segments of a property path as Pulumi writes them: `labels[0].value`, `["a.b"].c`, `*` for all. */
export function parsePath(path: string): (string | number)[] {
  const pattern = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g;
  return [...path.matchAll(pattern)].map(([, quoted, index, plain]) => {
    if (quoted !== undefined) return quoted.replaceAll('\\"', '"');
    if (index !== undefined) return index === "*" ? "*" : Number(index);
    return plain ?? "";
  });
}

/** Whether `path` is what `pattern` names, or is inside it. */
export function pathContains(pattern: string, path: string): boolean {
  const outer = parsePath(pattern);
  const inner = parsePath(path);
  return outer.every((segment, index) => segment === "*" || String(segment) === String(inner[index]));
}

/**
 * Implements `ignoreChanges`: the new inputs with the old values at the ignored paths. A property that the old inputs
 * do not have is removed from the new ones. Elements of a list are neither added nor removed: a path that does not exist
 * in both changes nothing.
 */
export function keepOld(news: PropertyMap, olds: PropertyMap, ignored: readonly string[]): PropertyMap {
  let kept = news;
  for (const path of ignored) kept = keepAt(kept, olds, parsePath(path)) as PropertyMap;
  return kept;
}

function keepAt(
  news: PropertyValue,
  olds: PropertyValue | undefined,
  [segment, ...rest]: readonly (string | number)[],
): PropertyValue {
  if (segment === undefined) return news;
  if (segment === "*") return keepEach(news, olds, rest);
  return typeof segment === "number"
    ? keepElement(news, olds, segment, rest)
    : keepProperty(news, olds, segment, rest);
}

function keepEach(
  news: PropertyValue,
  olds: PropertyValue | undefined,
  rest: readonly (string | number)[],
): PropertyValue {
  if (isMap(news) && isMap(olds) && rest.length === 0) return { ...olds };
  const keys = Array.isArray(news) ? [...news.keys()] : isMap(olds) ? Object.keys(olds) : [];
  return keys.reduce<PropertyValue>((kept, key) => keepAt(kept, olds, [key, ...rest]), news);
}

function keepElement(
  news: PropertyValue,
  olds: PropertyValue | undefined,
  place: number,
  rest: readonly (string | number)[],
): PropertyValue {
  if (!Array.isArray(news) || !Array.isArray(olds)) return news;
  const old = olds[place];
  if (old === undefined) return news;
  return news.map((item, index) => {
    if (index !== place) return item;
    return rest.length === 0 ? old : keepAt(item, old, rest);
  });
}

function keepProperty(
  news: PropertyValue,
  olds: PropertyValue | undefined,
  name: string,
  rest: readonly (string | number)[],
): PropertyValue {
  if (!isMap(news)) return news;
  const old = isMap(olds) ? olds[name] : undefined;
  const { [name]: inner, ...others } = news;
  if (rest.length === 0) return old === undefined ? others : { ...others, [name]: old };
  return inner === undefined || !isMap(olds) ? news : { ...news, [name]: keepAt(inner, old, rest) };
}
