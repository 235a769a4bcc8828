/** The sizes of the logs in pixels; the style sheet has the same. */
export const CELL_WIDTH = 30;
export const HEAD_WIDTH = 172;
/** More groups at one topic are only counted. */
export const MOST_MARKS = 3;

const CELLS_HEIGHT = 40;
const MARK_HEIGHT = 17;

export function rowHeight(marks: number): number {
  return CELLS_HEIGHT + marks * MARK_HEIGHT;
}

/** Where the n-th line of marks begins. */
export function markTop(line: number): number {
  return CELLS_HEIGHT - 4 + line * MARK_HEIGHT;
}
