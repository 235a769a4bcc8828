import { useEffect, useState } from "preact/hooks";
import type { DrillEntry } from "../../contract/drill.ts";
import { ask } from "../base/ask.ts";
import { formatDuration } from "../base/format.ts";
import { language, useWords } from "../base/language.ts";
import { useStore } from "../base/store.ts";
import { useAsking } from "../base/use-asking.ts";
import { useAskingNewest } from "../base/use-asking-newest.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemNote } from "../parts/problem-note.tsx";
import { CommandButton } from "../terminal/command-button.tsx";
import { words } from "./words.ts";

/** All drills with the learner's times; read again when one has ended. */
export function DrillList({ isUnderWay, ended }: { isUnderWay: boolean; ended: string | undefined }) {
  const said = useWords(words);
  const lang = useStore(language);
  const [drills, setDrills] = useState<readonly DrillEntry[]>([]);
  const [result, setResult] = useState<string | undefined>();
  const { failure, run } = useAskingNewest();
  const asking = useAsking();
  useEffect(
    () => run(async (signal) => setDrills(await ask("GET /drills", { signal }))),
    [isUnderWay, ended],
  );
  const showResult = (name: string) =>
    asking.run(async () => {
      const { text } = await ask("GET /drills/:name/result", { params: { name }, query: { lang } });
      setResult(text);
    });
  return (
    <section aria-label={said.all}>
      <h2>{said.all}</h2>
      <ProblemNote failure={failure ?? asking.failure} />
      <div class="scrolls">
        <table>
          <thead>
            <tr>
              <th scope="col">{said.name}</th>
              <th scope="col">{said.levelWord}</th>
              <th scope="col">{said.lastTime}</th>
              <th scope="col">{said.best}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {drills.map(({ name, level, repaired, bestSeconds }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{level}</td>
                <td>
                  {repaired
                    ? said.repaired(formatDuration(repaired.seconds * 1_000), repaired.hints)
                    : said.notYet}
                </td>
                <td>{bestSeconds !== undefined && formatDuration(bestSeconds * 1_000)}</td>
                <td>
                  <CommandButton
                    command={`./lab drill ${name} --lang ${lang}`}
                    isDisabled={isUnderWay}
                    class="small"
                  >
                    {said.again}
                  </CommandButton>
                  {repaired && (
                    <button type="button" class="small" onClick={() => showResult(name)}>
                      {said.result}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {result !== undefined && (
        <Dialog title={said.result} onClose={() => setResult(undefined)}>
          <CopyButton text={result} />
          <pre class="file">{result}</pre>
        </Dialog>
      )}
    </section>
  );
}
