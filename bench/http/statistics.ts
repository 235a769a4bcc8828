/** The middle value, which a single bad round does not move. */
export function median(values: number[]) {
  return quantile(values, 0.5);
}

/** From the first to the third quartile: how far rounds differ. */
export function spread(values: number[]) {
  return `${quantile(values, 0.25)} to ${quantile(values, 0.75)}`;
}

function quantile(values: number[], share: number) {
  const sorted = [...values].sort((one, other) => one - other);
  const value = sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return Math.round(value * 1_000) / 1_000;
}
