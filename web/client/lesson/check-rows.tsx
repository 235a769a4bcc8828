import type { CheckRow } from "../../contract/lesson-check.ts";
import { useBoth, useWords } from "../base/language.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { CommandButton } from "../terminal/command-button.tsx";
import { words } from "./words.ts";

/** What has to hold: what was expected, what was seen, and the command that shows the same. */
export function CheckRows({ rows }: { rows: readonly CheckRow[] }) {
  const said = useWords(words);
  const both = useBoth();
  return (
    <ul class="rows">
      {rows.map(({ id, row, passed, expected, observed, command }) => (
        <li key={id} class={passed ? "row row-good" : "row row-bad"}>
          <p>
            <strong>
              {passed ? "✔" : "✘"} <span class="off-screen">{passed ? said.holds : said.fails}: </span>
              {both(row)}
            </strong>
          </p>
          <dl>
            <dt>{said.expected}</dt>
            <dd>{both(expected)}</dd>
            <dt>{said.observed}</dt>
            <dd>{both(observed)}</dd>
          </dl>
          <div class="bar">
            <code>{command}</code>
            <CommandButton command={command} class="small">
              {said.seeIt}
            </CommandButton>
            <CopyButton text={command} />
          </div>
        </li>
      ))}
    </ul>
  );
}
