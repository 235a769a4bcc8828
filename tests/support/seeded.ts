/** Where a random choice begins: SEED of an earlier run repeats it. */
export function chooseSeed(env: NodeJS.ProcessEnv = process.env): number {
  return env.SEED === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(env.SEED);
}

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many of the items, drawn at random, in their old order. */
export function draw<Item>(items: readonly Item[], count: number, random: () => number): Item[] {
  const places = items.map((_, place) => ({ place, lot: random() }));
  const drawn = new Set(
    places
      .toSorted((a, b) => a.lot - b.lot)
      .slice(0, count)
      .map(({ place }) => place),
  );
  return items.filter((_, place) => drawn.has(place));
}
