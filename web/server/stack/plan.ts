import { nameOf, typeOf } from "../../../engine/look.ts";
import type { OperationDocument } from "../../../lib/engines/engine-operation.ts";
import type { StackPlan } from "../../contract/stack.ts";
import { visibleText } from "../text/visible-text.ts";

type Op = StackPlan["steps"][number]["op"];

/** Pulumi's other kinds of steps, in words of the page: what is read only is neither made nor changed. */
const OPS: Readonly<Record<string, Op>> = {
  create: "create",
  import: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  discard: "delete",
};

/** The document of `./lab preview --json --diff`, as the page shows it. */
export function planOf({ steps, errors }: OperationDocument): StackPlan {
  return {
    steps: steps
      .map(({ op, urn, changes = [] }) => ({
        op: OPS[op] ?? "same",
        urn,
        type: typeOf(urn),
        name: nameOf(urn),
        diff: changes.map(({ path, before, after, replaces }) => ({
          property: visibleText(path),
          before: shown(before),
          after: shown(after),
          replaces,
        })),
      }))
      // The stack itself is listed always.
      .filter(({ op, type }) => op !== "same" || type !== "pulumi:pulumi:Stack"),
    said: errors.map(visibleText),
  };
}

/** A value of a property as text, if there is one. */
export function shown(value: string | undefined): string | undefined {
  return value === undefined ? undefined : visibleText(value);
}
