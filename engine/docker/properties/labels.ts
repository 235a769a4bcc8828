import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { inSetOrder } from "./block-outputs.ts";
import { listOf, textOf } from "./property-access.ts";
import type { Property } from "./schema.ts";

/** The property `labels`, as all types declare it. */
export const LABELS: Property = {
  shape: "set",
  replaces: true,
  of: { label: { shape: "string", required: true }, value: { shape: "string", required: true } },
};

/** Labels in Docker's form. */
export function labelMap(labels: PropertyValue | undefined): Record<string, string> {
  return Object.fromEntries(
    listOf(labels).flatMap((item) => (isMap(item) ? [[textOf(item.label), textOf(item.value)]] : [])),
  );
}

/** Labels as the provider keeps them, from Docker's form. */
export function labelBlocks(labels: Record<string, string> | null | undefined): PropertyMap[] {
  return inSetOrder(Object.entries(labels ?? {}).map(([label, value]) => ({ label, value })));
}

/** Labels as inputs of an imported resource; empty when there are none. */
export function describedLabels(labels: Record<string, string> | null | undefined): PropertyMap {
  const blocks = labelBlocks(labels).map((block) => ({ __defaults: [], ...block }));
  return blocks.length === 0 ? {} : { labels: blocks };
}

/** Whether an object has all labels that were asked for; its name alone does not show whether this stack made it. */
export function hasLabels(
  found: Record<string, string> | null | undefined,
  asked: PropertyValue | undefined,
): boolean {
  return Object.entries(labelMap(asked)).every(([label, value]) => found?.[label] === value);
}

/** The owner that labels name, as the end of a sentence; empty when they name none. */
export function ownerOf(labels: Record<string, string> | null | undefined): string {
  const project = labels?.["com.docker.compose.project"];
  if (project) return ` of the compose project ${project}`;
  const stack = labels?.["kafka-lab.stack"];
  return stack ? ` of the lab's stack ${stack}` : "";
}
