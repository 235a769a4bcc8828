/** The share of the first of two panes, in percent: neither may vanish. */
export const LEAST = 15;
export const MOST = 85;

const STEP = 2;
const LONG_STEP = 10;

export function within(share: number): number {
  return Math.min(MOST, Math.max(LEAST, Math.round(share * 10) / 10));
}

/** Where a pointer puts the border, by the place of the panes on the screen. */
export function shareAt(pointer: number, start: number, length: number): number {
  return length > 0 ? within(((pointer - start) / length) * 100) : 50;
}

/** Where a key moves the border; undefined for other keys. */
export function shareAfterKey(key: string, share: number, isLong: boolean): number | undefined {
  const step = isLong ? LONG_STEP : STEP;
  if (key === "ArrowLeft" || key === "ArrowUp") return within(share - step);
  if (key === "ArrowRight" || key === "ArrowDown") return within(share + step);
  if (key === "Home") return LEAST;
  return key === "End" ? MOST : undefined;
}
