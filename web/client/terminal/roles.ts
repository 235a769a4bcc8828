import type { TerminalTab } from "../../contract/terminal.ts";

type Role = "main" | "second" | "other";
type Known = readonly { readonly id: string; readonly role: Role }[];

/** Which terminal is which, as the browser has kept it; without that the first one is the main one. */
export function assignRoles(
  tabs: readonly TerminalTab[],
  known: Known,
  isMainThere = false,
): { readonly tab: TerminalTab; readonly role: Role }[] {
  const roles = new Map(known.map(({ id, role }) => [id, role]));
  const hasMain = isMainThere || tabs.some(({ id }) => roles.get(id) === "main");
  const free = hasMain ? undefined : tabs.find(({ id }) => !roles.has(id));
  return tabs.map((tab) => ({ tab, role: tab === free ? "main" : (roles.get(tab.id) ?? "other") }));
}

/** What was kept; anything else counts as nothing. */
export function parseKnown(text: string | undefined): Known {
  try {
    const read: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(read) ? read.filter((each) => /^(main|second|other)$/.test(each?.role)) : [];
  } catch {
    return [];
  }
}
