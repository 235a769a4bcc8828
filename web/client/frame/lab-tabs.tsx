import { useState } from "preact/hooks";
import { keep, readKept } from "../base/kept.ts";
import { useWords } from "../base/language.ts";
import { CallsView } from "../calls/calls-view.tsx";
import { DrillsView } from "../drills/drills-view.tsx";
import { TabPanel, Tabs } from "../parts/tabs.tsx";
import { PictureView } from "../picture/picture-view.tsx";
import { StackView } from "../stack/stack-view.tsx";
import { words } from "./words.ts";

const ids = ["picture", "stack", "api", "drills"] as const;
type Id = (typeof ids)[number];

/** The views of the real system. Those that were opened stay built, with what was typed into them. */
export function LabTabs() {
  const said = useWords(words);
  const [shown, setShown] = useState<Id>(firstTab);
  const [opened, setOpened] = useState<ReadonlySet<Id>>(new Set([shown]));
  const select = (id: string) => {
    keep("tab", id);
    setShown(id as Id);
    setOpened(new Set([...opened, id as Id]));
  };
  const contents = {
    picture: <PictureView isShown={shown === "picture"} />,
    stack: <StackView />,
    api: <CallsView />,
    drills: <DrillsView />,
  };
  return (
    <section class="lab" aria-label={said.lab}>
      <Tabs
        name={said.lab}
        prefix="lab"
        tabs={ids.map((id) => ({ id, label: said.tabs[id] }))}
        selected={shown}
        onSelect={select}
      />
      {ids.map((id) => (
        <TabPanel key={id} prefix="lab" id={id} isShown={id === shown}>
          {opened.has(id) && contents[id]}
        </TabPanel>
      ))}
    </section>
  );
}

function firstTab(): Id {
  const kept = readKept("tab");
  return ids.find((id) => id === kept) ?? "picture";
}
