import type { ResourceRow } from "../../contract.ts";

type Difference = ResourceRow["differences"][number];

/** The kind that a row is marked by: what nobody notices matters most, then what only a refresh does. */
export function strongest(differences: readonly Difference[]): Difference["seenBy"] | undefined {
  const order = ["nobody", "refresh", "plan"] as const;
  return order.find((kind) => differences.some(({ seenBy }) => seenBy === kind));
}
