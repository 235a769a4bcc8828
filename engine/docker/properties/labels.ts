import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { inSetOrder } from "./block-outputs.ts";
import { listOf, textOf } from "./property-access.ts";
import type { Property } from "./schema.ts";

/** Labels, as all types declare them. */
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

/** Labels as inputs of what is imported; nothing where there are none. */
export function describedLabels(labels: Record<string, string> | null | undefined): PropertyMap {
  const blocks = labelBlocks(labels).map((block) => ({ __defaults: [], ...block }));
  return blocks.length === 0 ? {} : { labels: blocks };
}

/** Whether something bears all labels that were asked for; a name alone does not tell what a stack made from what others did. */
export function bearsLabels(
  found: Record<string, string> | null | undefined,
  asked: PropertyValue | undefined,
): boolean {
  return Object.entries(labelMap(asked)).every(([label, value]) => found?.[label] === value);
}

/** To whom labels say that something belongs, as the end of a sentence; empty when they do not. */
export function ownerOf(labels: Record<string, string> | null | undefined): string {
  const project = labels?.["com.docker.compose.project"];
  if (project) return ` of the compose project ${project}`;
  const stack = labels?.["kafka-lab.stack"];
  return stack ? ` of the lab's stack ${stack}` : "";
}
