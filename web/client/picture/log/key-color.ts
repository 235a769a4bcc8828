/** How many colors there are for keys; different keys may share one. */
export const KEY_COLORS = 8;

/** The color of a key: the same one everywhere and always; undefined without a key. */
export function keyColor(key: string | null): number | undefined {
  if (key === null) return undefined;
  let hash = 7;
  for (const character of key) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return (hash >>> 0) % KEY_COLORS;
}
