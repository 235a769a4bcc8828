import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../../../workshop/authoring/lesson.ts";
import type { Deed, RowCase } from "./row-case.ts";

/** One deed of one row. */
export interface ListedCase {
  readonly lesson: string;
  readonly row: string;
  readonly kind: "without" | "otherwise";
  readonly index: number;
  readonly why: string;
}

const folder = join(import.meta.dirname, "../rows");

/** The cases of a lesson, by the ids of its rows; undefined if their file is not there yet. */
export async function loadRowCases(lesson: string): Promise<Record<string, RowCase> | undefined> {
  const file = join(folder, `${lesson}.ts`);
  if (!existsSync(file)) return undefined;
  return (await import(file)).rows;
}

/** Every deed of every row, in the order of the file. */
export function listCases(lesson: string, rows: Readonly<Record<string, RowCase>>): ListedCase[] {
  return Object.entries(rows).flatMap(([row, cases]) =>
    (["without", "otherwise"] as const).flatMap((kind) =>
      cases[kind].map(({ why }, index) => ({ lesson, row, kind, index, why })),
    ),
  );
}

export function findDeed(
  rows: Readonly<Record<string, RowCase>>,
  { row, kind, index }: Pick<ListedCase, "row" | "kind" | "index">,
): Deed {
  const deed = rows[row]?.[kind][index];
  if (deed) return deed;
  throw new Error(`there is no case ${row}, ${kind}, ${index}`);
}

/** The id of the row of a lesson's open task: its text says whose turn it is. */
export function openTask(checks: readonly Pick<Check, "id" | "row">[]): string | undefined {
  return checks.find(({ row }) => /^your turn:/i.test(typeof row === "string" ? row : row.en))?.id;
}

/** What is missing or too much in the cases of a lesson, a sentence each. */
export function incompleteRows(
  checks: readonly Pick<Check, "id" | "startsTrue">[],
  rows: Readonly<Record<string, RowCase>>,
): string[] {
  const ids = checks.map(({ id }) => id);
  const strangers = Object.keys(rows).filter((id) => !ids.includes(id));
  const missing = checks.flatMap(({ id, startsTrue }) => {
    const { without = [], otherwise = [] } = rows[id] ?? {};
    if (startsTrue) return without.length + otherwise.length > 0 ? [] : [`${id} has no case`];
    return [
      ...(without.length > 0 ? [] : [`${id} has no case without its act`]),
      ...(otherwise.length > 0 ? [] : [`${id} has no case of another right way`]),
    ];
  });
  return [...missing, ...strangers.map((id) => `${id} is no row of the lesson`)];
}
