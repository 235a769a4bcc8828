import { useState } from "preact/hooks";
import type { GroupState, TopicState } from "../../../contract/kafka.ts";
import { useWords } from "../../base/language.ts";
import { BrowsePanel } from "./browse-panel.tsx";
import { LagPanel } from "./lag-panel.tsx";
import { MovePanel } from "./move-panel.tsx";
import { ReceivePanel } from "./receive-panel.tsx";
import { SearchPanel } from "./search-panel.tsx";
import { SendPanel } from "./send-panel.tsx";
import { words } from "./words.ts";

const names = ["browse", "search", "send", "receive", "move", "lag"] as const;

/** What can be done with a topic; one panel is open at a time, or none. */
export function Panels({ topic, groups }: { topic: TopicState; groups: readonly GroupState[] }) {
  const said = useWords(words);
  const [open, setOpen] = useState<(typeof names)[number] | undefined>();
  return (
    <section class="panels">
      <div class="bar">
        {names.map((name) => (
          <button
            key={name}
            type="button"
            aria-expanded={name === open}
            onClick={() => setOpen(name === open ? undefined : name)}
          >
            {said.panels[name]}
          </button>
        ))}
      </div>
      {open && (
        <div class="panel" key={topic.name}>
          {open === "browse" && <BrowsePanel topic={topic} />}
          {open === "search" && <SearchPanel topic={topic.name} />}
          {open === "send" && <SendPanel topic={topic} />}
          {open === "receive" && <ReceivePanel />}
          {open === "move" && <MovePanel topic={topic} groups={groups} />}
          {open === "lag" && <LagPanel groups={groups} />}
        </div>
      )}
    </section>
  );
}
