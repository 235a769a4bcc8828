import { diffLines } from "./diff-lines.ts";

/** A difference by lines; the signs say the same as the colors. */
export function DiffView({ diff, label }: { diff: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it
    <pre class="diff" role="group" aria-label={label} tabIndex={0}>
      {diffLines(diff).map(({ kind, text }, at) => (
        <span key={at} class={`diff-${kind}`}>
          {`${text}\n`}
        </span>
      ))}
    </pre>
  );
}
