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

/** Whether `path` is what `pattern` names, or lies inside it. */
export function pathContains(pattern: string, path: string): boolean {
  const outer = parsePath(pattern);
  const inner = parsePath(path);
  return outer.every((segment, index) => segment === "*" || String(segment) === String(inner[index]));
}

/**
 * The new inputs with the old values at the ignored paths: what `ignoreChanges` means.
 * A path that is absent from the old inputs is taken out of the new ones; `*` brings back all that the old ones had.
 */
export function keepOld(news: PropertyMap, olds: PropertyMap, ignored: readonly string[]): PropertyMap {
  let kept = news;
  for (const path of ignored) kept = keepAt(kept, olds, parsePath(path)) as PropertyMap;
  return kept;
}

function keepAt(
  news: PropertyValue | undefined,
  olds: PropertyValue | undefined,
  path: readonly (string | number)[],
): PropertyValue | undefined {
  const [segment, ...rest] = path;
  if (segment === undefined) return olds;
  if (segment === "*") {
    const keysOf = (value: PropertyValue | undefined) => Object.keys(isMap(value) ? value : {});
    const keys = Array.isArray(news) ? news.keys() : new Set([...keysOf(news), ...keysOf(olds)]);
    return [...keys].reduce<PropertyValue | undefined>(
      (value, key) => keepAt(value, olds, [key, ...rest]),
      news,
    );
  }
  const oldChild = child(olds, segment);
  const kept = keepAt(child(news, segment), oldChild, rest);
  return withChild(news, segment, kept);
}

function child(value: PropertyValue | undefined, segment: string | number): PropertyValue | undefined {
  if (Array.isArray(value)) return value[Number(segment)];
  return isMap(value) ? value[String(segment)] : undefined;
}

function withChild(
  value: PropertyValue | undefined,
  segment: string | number,
  content: PropertyValue | undefined,
): PropertyValue | undefined {
  if (Array.isArray(value)) {
    return content === undefined
      ? value
      : value.map((item, index) => (index === Number(segment) ? content : item));
  }
  if (!isMap(value)) return value;
  const { [String(segment)]: _, ...others } = value;
  return content === undefined ? others : { ...others, [String(segment)]: content };
}
