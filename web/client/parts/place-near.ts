const WIDTH = 340;
const HEIGHT = 190;
const GAP = 6;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where a small box goes so that it is near a thing and inside the window: below it, or above where there is no room. */
export function placeNear(
  thing: Box,
  window: { readonly innerWidth: number; readonly innerHeight: number } = globalThis.window,
): { readonly left: number; readonly top: number } {
  const left = Math.max(GAP, Math.min(thing.left, window.innerWidth - WIDTH - GAP));
  const isBelow = thing.bottom + GAP + HEIGHT <= window.innerHeight;
  return { left, top: isBelow ? thing.bottom + GAP : Math.max(GAP, thing.top - GAP - HEIGHT) };
}
