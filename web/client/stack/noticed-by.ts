import type { ResourceRow } from "../../contract/stack.ts";

export type Noticed = ResourceRow["differences"][number]["seenBy"];

/**
 * Which command notices that the three columns differ, undefined where they do not: a row is marked by what nobody
 * notices, then by what only a refresh does.
 */
export function noticedBy(row: ResourceRow): Noticed | undefined {
  const kinds = [...row.differences.map(({ seenBy }) => seenBy), ...byPresence(row)];
  const order = ["nobody", "refresh", "plan"] as const;
  return order.find((kind) => kinds.includes(kind));
}

/** One that is not there at all has no property that differs. */
function byPresence({ wanted, remembered, real }: ResourceRow): Noticed[] {
  return [
    ...(wanted !== "unknown" && wanted !== remembered ? (["plan"] as const) : []),
    ...(remembered === "present" && real === "absent" ? (["refresh"] as const) : []),
  ];
}
