import type { Page } from "playwright-core";

/** Draws frames for a while, and tells how regularly they came: 16.7 ms apart on a screen of 60 Hz. */
export async function framesOf(page: Page, seconds: number): Promise<string> {
  const gaps = (await page.evaluate(gapsFor(seconds * 1_000))) as number[];
  const sorted = gaps.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(0);
  return `frames: ${gaps.length} in ${seconds} s, one after ${at(0.5)} ms (median), ${at(0.95)} ms (95 of 100), ${at(1)} ms (longest)`;
}

function gapsFor(ms: number): string {
  return `new Promise((resolve) => {
    const gaps = [];
    let last = performance.now();
    const end = last + ${ms};
    const next = (now) => {
      gaps.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(next); else resolve(gaps);
    };
    requestAnimationFrame(next);
  })`;
}
