import type { Step } from "../model/observer.ts";
import { parsePath } from "../model/property-path.ts";
import { isMap } from "../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../model/resource-type.ts";
import { paint } from "./paint.ts";
import { readable } from "./values.ts";

/** The changes of one step, with the values before and after: a line per property, or three where one is too long. */
export function formatDiff(step: Step, columns: number): string[] {
  if (step.op === "create") {
    return Object.entries(step.newInputs ?? {})
      .filter(([name]) => name !== "__defaults")
      .map(([name, value]) => paint.green(`      + ${name}: ${text(value)}`));
  }
  return Object.entries(step.detailedDiff ?? {}).flatMap(([path, { kind }]) => {
    const before = text(at(step.oldInputs, path));
    const after = text(at(step.newInputs, path));
    const why = kind.endsWith("-replace") ? " (replaces)" : "";
    if (kind.startsWith("add")) return paint.green(`      + ${path}: ${after}${why}`);
    if (kind.startsWith("delete")) return paint.red(`      - ${path}: ${before}${why}`);
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
  return readable(value);
}
