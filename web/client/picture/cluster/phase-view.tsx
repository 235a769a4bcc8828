import type { PhaseState } from "../../../contract/kafka.ts";
import { useWords } from "../../base/language.ts";
import { phaseWords } from "./phase-words.ts";

/** How far the migration out of ZooKeeper is: what decides, who is active, and what is next. */
export function PhaseView({ phase }: { phase: PhaseState }) {
  const said = useWords(phaseWords);
  const { reached, isThere, wanted, next, active, migrated, brokers, truth } = phase;
  return (
    <section aria-label={said.title} class="phase">
      <h2>{said.title}</h2>
      <p>
        <strong>{reached}</strong> · {said.truth[truth ?? "unknown"]} ·{" "}
        {active ? said.active(active) : said.noneActive} · {said.migrated(migrated, brokers)}
      </p>
      <p>{isThere ? (next ? said.next(next) : said.allDone) : said.goOn(wanted)}</p>
    </section>
  );
}
