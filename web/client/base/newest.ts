/** Time, and the moment when what was handed on has been drawn. */
export interface Drawing {
  now(): number;
  /** Resolves once the page has drawn. */
  drawn(): Promise<void>;
  pause(ms: number): Promise<void>;
}

/** However long drawing takes, what is shown is at most this much older for it. */
const LONGEST_PAUSE_MS = 1_000;

/**
 * Hands on values as fast as the page can draw them: the first at once, and after it the newest one only, when the one
 * before is drawn and the page had as much time for everything else. Without that a slow machine would draw what is old,
 * later and later, and answer to nothing.
 */
export function newestOnly<Value>(
  handOn: (value: Value) => void,
  drawing: Drawing = ofThePage,
): (value: Value) => void {
  let waiting: { readonly value: Value } | undefined;
  let isBusy = false;

  async function handOnAll(): Promise<void> {
    isBusy = true;
    while (waiting) {
      const { value } = waiting;
      waiting = undefined;
      const begunMs = drawing.now();
      handOn(value);
      await drawing.drawn();
      await drawing.pause(Math.min(drawing.now() - begunMs, LONGEST_PAUSE_MS));
    }
    isBusy = false;
  }

  return (value) => {
    waiting = { value };
    if (!isBusy) void handOnAll();
  };
}

const ofThePage: Drawing = {
  now: () => performance.now(),
  // A page that nobody sees draws nothing.
  drawn: () =>
    new Promise((resolve) => {
      if (document.hidden) setTimeout(resolve);
      else requestAnimationFrame(() => setTimeout(resolve));
    }),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
