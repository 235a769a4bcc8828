/** The middle one, which a single bad round does not move. @param {number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/** From the first to the third quarter: how far rounds differ. @param {number[]} values */
export function spread(values) {
  return `${quantile(values, 0.25)} to ${quantile(values, 0.75)}`;
}

/** @param {number[]} values @param {number} share */
function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  const value = sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return Math.round(value * 1_000) / 1_000;
}
