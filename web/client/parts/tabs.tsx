import type { ComponentChildren } from "preact";
import { nextIndex } from "./next-index.ts";

export interface Tab {
  readonly id: string;
  readonly label: ComponentChildren;
}

interface TabsProps {
  /** What the tabs are for, for those who hear the page. */
  readonly name: string;
  /** Makes the ids of tabs and panels unique. */
  readonly prefix: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

/** A row of tabs: arrows move and select, Tab goes on to the panel. */
export function Tabs({ name, prefix, tabs, selected, onSelect }: TabsProps) {
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === selected);
    const next = nextIndex(event.key, at, tabs.length, "horizontal");
    const tab = next === undefined ? undefined : tabs[next];
    if (!tab) return;
    event.preventDefault();
    onSelect(tab.id);
    document.getElementById(`${prefix}-tab-${tab.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={name} onKeyDown={move}>
      {tabs.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${prefix}-tab-${id}`}
          aria-selected={id === selected}
          aria-controls={`${prefix}-panel-${id}`}
          tabIndex={id === selected ? 0 : -1}
          onClick={() => onSelect(id)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** What a tab opens; hidden ones stay, with what they hold, if they were built. */
export function TabPanel(props: {
  prefix: string;
  id: string;
  isShown: boolean;
  children: ComponentChildren;
}) {
  const { prefix, id, isShown, children } = props;
  return (
    <div
      class="tab-panel"
      role="tabpanel"
      id={`${prefix}-panel-${id}`}
      aria-labelledby={`${prefix}-tab-${id}`}
      hidden={!isShown}
    >
      {children}
    </div>
  );
}
