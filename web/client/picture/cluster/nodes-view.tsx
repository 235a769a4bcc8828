import type { KafkaState, NodeState } from "../../../contract/kafka.ts";
import { useWords } from "../../base/language.ts";
import { words } from "./words.ts";

/** The machines of a swarm, those that are gone as well; nothing where one machine runs all. */
export function NodesView({ state }: { state: KafkaState }) {
  const said = useWords(words);
  if (state.nodes.length === 0) return null;
  return (
    <section aria-label={said.nodes}>
      <h2>{said.nodes}</h2>
      <ul class="cards">
        {state.nodes.map(({ name, address, state: is, leads }) => (
          <li key={name} class={`card ${classes[is]}`} data-node={name}>
            <strong>{name}</strong> <span class="card-state">{said.nodeStates[is]}</span>
            <span class="card-more">{[address, leads && said.leadsSwarm].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The color only repeats the words. */
const classes: Readonly<Record<NodeState["state"], string>> = {
  ready: "card-running",
  gone: "card-missing",
  drained: "card-paused",
};
