import { existsSync, readFileSync } from "node:fs";

/**
 * Collects measurements, slice by slice. A slice in which other machines took more than this share (0 to 1) of the
 * processor's time says more about them, and is left out.
 */
export function createSlices(
  mostStolen: number,
  readTime: () => { all: number; stolen: number } = processorTime,
) {
  const samples: Record<string, number[]> = {};
  const counts = { taken: 0, leftOut: 0 };

  /** Adds the figures of one slice, which `measure` gives by name. */
  async function take(measure: () => Promise<Record<string, number>>) {
    const before = readTime();
    const figures = await measure();
    const after = readTime();
    counts.taken++;
    if (after.stolen - before.stolen > mostStolen * (after.all - before.all)) return void counts.leftOut++;
    for (const [name, value] of Object.entries(figures)) samples[name] = [...(samples[name] ?? []), value];
  }

  return { samples, counts, take };
}

/** As Linux counts it since the start, see proc_stat(5); where there are no counters, nothing is stolen. */
function processorTime() {
  if (!existsSync("/proc/stat")) return { all: 0, stolen: 0 };
  const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
  const times = line.split(/\s+/).slice(1, 9).map(Number);
  return { all: times.reduce((sum, time) => sum + time, 0), stolen: times[7] ?? 0 };
}
