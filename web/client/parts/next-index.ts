/** Where a key leads in a row or column of `count` things; undefined for other keys. */
export function nextIndex(
  key: string,
  at: number,
  count: number,
  direction: "horizontal" | "vertical",
): number | undefined {
  const [back, on] = direction === "horizontal" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  if (count === 0) return undefined;
  if (key === back) return (at - 1 + count) % count;
  if (key === on) return (at + 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}
