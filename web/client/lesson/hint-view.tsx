import type { HintResult } from "../../contract/lesson-check.ts";
import { useBoth, useWords } from "../base/language.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { hintParts } from "./hint-parts.ts";
import { words } from "./words.ts";

/** A hint; its commands can be copied, and not run, because a hint is to be read first. */
export function HintView({ hint }: { hint: HintResult }) {
  const said = useWords(words);
  const both = useBoth();
  const { text, row, step, of } = hint;
  return (
    <div class="hint" role="status">
      {of > 0 && (
        <p>
          <strong>{said.step(step, of)}</strong> {row && said.forRow(both(row))}
        </p>
      )}
      {hint.said.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {text &&
        hintParts(both(text)).map((part, at) =>
          part.kind === "text" ? (
            <p key={at}>{part.text}</p>
          ) : (
            <div key={at} class="bar">
              <code class="command">{part.text}</code>
              <CopyButton text={part.text} />
            </div>
          ),
        )}
    </div>
  );
}
