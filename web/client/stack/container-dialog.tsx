import { useEffect, useRef, useState } from "preact/hooks";
import type { HealthProbe } from "../../contract/container.ts";
import { addressOf, ask } from "../base/ask.ts";
import { type Failure, failureFrom, failureOf } from "../base/failure.ts";
import { formatTime } from "../base/format.ts";
import { language, useWords } from "../base/language.ts";
import { useStore } from "../base/store.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemNote } from "../parts/problem-note.tsx";
import { ScrollText } from "../parts/scroll-text.tsx";
import { TabPanel, Tabs } from "../parts/tabs.tsx";
import { words } from "./words.ts";

const LINES = 200;
/** As much as a browser scrolls easily. */
const MOST_TEXT = 400_000;

/** What a container has written, and what its health checks have found. */
export function ContainerDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const said = useWords(words);
  const [shown, setShown] = useState("logs");
  const tabs = [
    { id: "logs", label: said.logs },
    { id: "health", label: said.health },
  ];
  return (
    <Dialog title={name} onClose={onClose}>
      <Tabs name={name} prefix="container" tabs={tabs} selected={shown} onSelect={setShown} />
      <TabPanel prefix="container" id="logs" isShown={shown === "logs"}>
        <Logs name={name} />
      </TabPanel>
      <TabPanel prefix="container" id="health" isShown={shown === "health"}>
        {shown === "health" && <Health name={name} />}
      </TabPanel>
    </Dialog>
  );
}

function Logs({ name }: { name: string }) {
  const said = useWords(words);
  const [text, setText] = useState<string | undefined>();
  const [failure, setFailure] = useState<Failure | undefined>();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const abort = new AbortController();
    const add = (more: string) => setText((before = "") => (before + more).slice(-MOST_TEXT));
    follow(name, add, abort.signal).catch((error: unknown) => {
      if (!abort.signal.aborted) setFailure(failureFrom(error));
    });
    return () => abort.abort();
  }, [name]);
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [text]);
  return (
    <>
      <ProblemNote failure={failure} />
      <ScrollText class="file" box={box} label={said.logs}>
        {text ?? said.loading}
        {text === "" && said.noLogs}
      </ScrollText>
    </>
  );
}

/** Reads the newest lines, and those that come, until the signal. */
async function follow(name: string, add: (text: string) => void, signal: AbortSignal): Promise<void> {
  const path = addressOf("/api/stack/containers/:name/logs/follow", { name }, { lines: LINES });
  const response = await fetch(path, { signal });
  if (!response.ok || !response.body) throw failureOf(response.status, await response.text());
  add("");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) add(read.value);
}

function Health({ name }: { name: string }) {
  const said = useWords(words);
  const lang = useStore(language);
  const [probes, setProbes] = useState<readonly HealthProbe[] | undefined>();
  const [failure, setFailure] = useState<Failure | undefined>();
  useEffect(() => {
    ask("GET /stack/containers/:name/health", { params: { name } }).then(
      ({ probes: found }) => setProbes(found),
      (error: unknown) => setFailure(failureFrom(error)),
    );
  }, [name]);
  if (failure) return <ProblemNote failure={failure} />;
  if (probes?.length === 0) return <p>{said.noHealth}</p>;
  return (
    <ul>
      {probes?.toReversed().map(({ atMs, exitStatus, output }) => (
        <li key={atMs} class={exitStatus === 0 ? "" : "bad"}>
          {formatTime(atMs, lang)} · {said.exit(exitStatus)}
          <pre>{output}</pre>
        </li>
      ))}
    </ul>
  );
}
