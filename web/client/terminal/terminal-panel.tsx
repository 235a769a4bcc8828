import { useEffect, useState } from "preact/hooks";
import { failureFrom } from "../base/failure.ts";
import { keep, readKept } from "../base/kept.ts";
import { useWords } from "../base/language.ts";
import { connection } from "../base/states.ts";
import { useStore } from "../base/store.ts";
import { ProblemNote } from "../parts/problem-note.tsx";
import { type Tab, TabPanel, Tabs } from "../parts/tabs.tsx";
import type { Shell } from "./shell.ts";
import { ShellView } from "./shell-view.tsx";
import { closeShell, findShells, noShell, openShell, shells, shownShell } from "./shells.ts";
import { words } from "./words.ts";

/** The terminals with their tabs, or why there are none. */
export function TerminalPanel() {
  const said = useWords(words);
  const all = useStore(shells);
  const missing = useStore(noShell);
  const shown = useStore(shownShell) ?? "";
  const [isRead, setRead] = useState(readKept("reader") === "yes");
  const [failure, setFailure] = useState(missing);
  const isThere = useStore(connection) === "open";
  // The terminals of a server that was away have ended with it.
  useEffect(() => {
    if (isThere) void findShells();
  }, [isThere]);
  useEffect(() => {
    keep("reader", isRead ? "yes" : "no");
    for (const { screen } of all) screen.readAloud(isRead);
  }, [isRead, all]);
  const act = (work: () => Promise<unknown>) => {
    setFailure(undefined);
    work().catch((error: unknown) => setFailure(failureFrom(error)));
  };
  if (missing) return <NoTerminal onTry={() => void findShells()} />;
  const nameOf = (shell: Shell) =>
    shell.role === "other" ? said.other(all.indexOf(shell) + 1) : said[shell.role];
  const tabs: Tab[] = all.map((shell) => ({ id: shell.id, label: `${nameOf(shell)} (${shell.name})` }));
  const current = all.find(({ id }) => id === shown);
  return (
    <section class="terminals" aria-label={said.terminals}>
      <div class="bar">
        <Tabs
          name={said.terminals}
          prefix="terminal"
          tabs={tabs}
          selected={shown}
          onSelect={(id) => shownShell.set(id)}
        />
        {current && all.length > 1 && (
          <button
            type="button"
            class="small"
            aria-label={said.close(nameOf(current))}
            onClick={() => act(() => closeShell(current.id))}
          >
            ×
          </button>
        )}
        <button
          type="button"
          class="small"
          aria-label={said.open}
          onClick={() => act(() => openShell(all.length === 0 ? "main" : "other"))}
        >
          +
        </button>
        <label class="switch">
          <input
            type="checkbox"
            checked={isRead}
            onChange={(event) => setRead(event.currentTarget.checked)}
          />
          {said.reader}
        </label>
      </div>
      <ProblemNote failure={failure} />
      {all.length === 0 && <p class="quiet padded">{said.none}</p>}
      {all.map((shell) => (
        <TabPanel key={shell.id} prefix="terminal" id={shell.id} isShown={shell.id === shown}>
          <ShellView shell={shell} isShown={shell.id === shown} />
        </TabPanel>
      ))}
    </section>
  );
}

function NoTerminal({ onTry }: { onTry: () => void }) {
  const said = useWords(words);
  return (
    <section class="terminals padded" aria-label={said.terminals}>
      <p>{said.noPty}</p>
      <ProblemNote failure={noShell.get()} />
      <button type="button" onClick={onTry}>
        {said.restart}
      </button>
    </section>
  );
}
