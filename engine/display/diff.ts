import type { Change, Step } from "../model/observer.ts";
import { parsePath } from "../model/property-path.ts";
import { isMap } from "../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../model/resource-type.ts";
import { paint } from "./paint.ts";
import { readable } from "./values.ts";

/** The properties that a step changes, with their values; of a resource that is made, all that are given. */
export function changesOf(step: Pick<Step, "op" | "detailedDiff" | "oldInputs" | "newInputs">): Change[] {
  if (step.op === "create") {
    return Object.entries(step.newInputs ?? {})
      .filter(([name]) => name !== "__defaults")
      .map(([path, value]) => ({ path, before: undefined, after: text(value), replaces: false }));
  }
  return Object.entries(step.detailedDiff ?? {}).map(([path, { kind }]) => ({
    path,
    before: kind.startsWith("add") ? undefined : text(at(step.oldInputs, path)),
    after: kind.startsWith("delete") ? undefined : text(at(step.newInputs, path)),
    replaces: kind.endsWith("-replace"),
  }));
}

/** The changes of one step, with the values before and after: a line per property, or three where one is too long. */
export function formatDiff(step: Step, columns: number): string[] {
  return changesOf(step).flatMap(({ path, before, after, replaces }) => {
    const why = replaces ? " (replaces)" : "";
    if (before === undefined) return paint.green(`      + ${path}: ${after}${why}`);
    if (after === undefined) return paint.red(`      - ${path}: ${before}${why}`);
    const line = `      ~ ${path}: ${before} => ${after}${why}`;
    if (line.length < columns) return paint.yellow(line);
    return [
      paint.yellow(`      ~ ${path}:${why}`),
      paint.red(`          - ${before}`),
      paint.green(`          + ${after}`),
    ];
  });
}

function at(inputs: PropertyMap | undefined, path: string): PropertyValue | undefined {
  return parsePath(path).reduce<PropertyValue | undefined>((value, segment) => {
    if (Array.isArray(value)) return value[Number(segment)];
    return isMap(value) ? value[String(segment)] : undefined;
  }, inputs);
}

function text(value: PropertyValue | undefined): string {
  if (value === undefined) return "(none)";
  return readable(given(value));
}

/** Without what the provider notes for itself: which properties nobody has given. */
function given(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(given);
  if (!isMap(value)) return value;
  const own = Object.entries(value).filter(([name]) => name !== "__defaults");
  return Object.fromEntries(own.map(([name, each]) => [name, given(each)]));
}
