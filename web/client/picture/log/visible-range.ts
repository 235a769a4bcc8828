/** More rows than are seen, so that scrolling shows no holes. */
const BEYOND = 2;

/** The rows of a long list that are in the window of a scrolled element: from the first up to, without, the second. */
export function visibleRange(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
): { readonly from: number; readonly to: number } {
  const first = Math.floor(scrollTop / rowHeight) - BEYOND;
  const last = Math.ceil((scrollTop + height) / rowHeight) + BEYOND;
  const to = Math.min(count, Math.max(0, last));
  return { from: Math.min(Math.max(0, first), to), to };
}
