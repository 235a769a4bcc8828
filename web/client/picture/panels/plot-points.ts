interface Sample {
  readonly atMs: number;
  readonly lag: number | undefined;
}

/** The lines of a plot, in its own units; where nothing is known, a line ends. */
export function plotLines(
  samples: readonly Sample[],
  { width, height }: { readonly width: number; readonly height: number },
): { readonly lines: string[]; readonly most: number } {
  const most = Math.max(1, ...samples.map(({ lag }) => lag ?? 0));
  const [first, last] = [samples[0]?.atMs ?? 0, samples.at(-1)?.atMs ?? 0];
  const span = Math.max(1, last - first);
  const lines: string[][] = [[]];
  for (const { atMs, lag } of samples) {
    if (lag === undefined) lines.push([]);
    else
      lines
        .at(-1)
        ?.push(`${round(((atMs - first) / span) * width)},${round(height - (lag / most) * height)}`);
  }
  return { most, lines: lines.filter((points) => points.length > 0).map((points) => points.join(" ")) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
