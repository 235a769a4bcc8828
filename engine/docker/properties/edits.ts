/**
 * The fewest removals and insertions that turn one list into the other, as indexes; a change in the middle of a list must
 * not count for everything after it.
 */
export function editsBetween<T>(
  old: readonly T[],
  wanted: readonly T[],
  same: (one: T, other: T) => boolean,
): { removed: number[]; added: number[] } {
  const common = commonLengths(old, wanted, same);
  const length = (row: number, column: number) => common[row]?.[column] ?? 0;
  const removed: number[] = [];
  const added: number[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < wanted.length) {
    if (row < old.length && column < wanted.length && same(old[row] as T, wanted[column] as T)) {
      row += 1;
      column += 1;
    } else if (row < old.length && length(row + 1, column) >= length(row, column + 1)) {
      removed.push(row++);
    } else if (column < wanted.length) {
      added.push(column++);
    } else {
      removed.push(row++);
    }
  }
  return { removed, added };
}

/** The length of the longest common subsequence from each pair of indexes on. */
function commonLengths<T>(
  old: readonly T[],
  wanted: readonly T[],
  same: (one: T, other: T) => boolean,
): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(wanted.length + 1).fill(0));
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = wanted.length - 1; column >= 0; column -= 1) {
      const cells = table[row] as number[];
      cells[column] = same(old[row] as T, wanted[column] as T)
        ? 1 + (table[row + 1]?.[column + 1] ?? 0)
        : Math.max(table[row + 1]?.[column] ?? 0, cells[column + 1] ?? 0);
    }
  }
  return table;
}
