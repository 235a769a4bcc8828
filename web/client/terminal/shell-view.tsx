import { useEffect, useRef } from "preact/hooks";
import { useWords } from "../base/language.ts";
import { useStore } from "../base/store.ts";
import type { Shell } from "./shell.ts";
import { words } from "./words.ts";

/** One terminal, and what it is doing. */
export function ShellView({ shell, isShown }: { shell: Shell; isShown: boolean }) {
  const said = useWords(words);
  const host = useRef<HTMLDivElement>(null);
  const at = useStore(shell.at);
  const isConnected = useStore(shell.isConnected);
  useEffect(() => {
    if (isShown && host.current) shell.screen.showIn(host.current);
  }, [isShown, shell]);
  return (
    <div class="shell">
      <div class="shell-screen" ref={host} />
      <p class="shell-note">
        <span role="status" class={`shell-state ${isConnected ? `shell-state-${at}` : ""}`}>
          {isConnected ? said[at] : said.away}
        </span>{" "}
        <span>{said.leave}</span>
      </p>
    </div>
  );
}
