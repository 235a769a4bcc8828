import { diffLines } from "./diff-lines.ts";
import { ScrollText } from "./scroll-text.tsx";

/** A difference by lines; the signs say the same as the colors. */
export function DiffView({ diff, label }: { diff: string; label: string }) {
  return (
    <ScrollText label={label} class="diff">
      {diffLines(diff).map(({ kind, text }, at) => (
        <span key={at} class={`diff-${kind}`}>
          {`${text}\n`}
        </span>
      ))}
    </ScrollText>
  );
}
