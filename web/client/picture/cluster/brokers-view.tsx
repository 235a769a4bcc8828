import type { ComponentChildren } from "preact";
import type { ContainerState } from "../../../contract/container.ts";
import type { BrokerState, KafkaState, TopicState } from "../../../contract/kafka.ts";
import { useWords } from "../../base/language.ts";
import { ContainerCard } from "./container-card.tsx";
import { PhaseView } from "./phase-view.tsx";
import { words } from "./words.ts";

/** The brokers with their part in a topic, and what they agree by: ZooKeeper, or each other. */
export function BrokersView({ state, topic }: { state: KafkaState; topic: TopicState | undefined }) {
  const said = useWords(words);
  return (
    <div class="brokers">
      <Section title={said.brokers}>
        {state.brokers.map((broker) => (
          <ContainerCard key={broker.name} container={broker}>
            <BrokerPart broker={broker} topic={topic} isKnown={state.reach === "up"} />
          </ContainerCard>
        ))}
      </Section>
      {state.mode === "kraft" ? (
        <Section title={said.quorum}>
          {state.brokers.map(({ id, name, state: is, controller }) => (
            <li key={name} class={`card card-${is}`}>
              {id} {controller && <strong>{said.controller}</strong>}
            </li>
          ))}
        </Section>
      ) : (
        <Containers title={said.zookeepers} of={state.zookeepers} />
      )}
      <Containers title={said.controllers} of={state.controllers} />
      {state.phase && <PhaseView phase={state.phase} />}
    </div>
  );
}

/** Nothing where there are none, as of ZooKeeper after a migration. */
function Containers({ title, of }: { title: string; of: readonly ContainerState[] }) {
  if (of.length === 0) return null;
  return (
    <Section title={title}>
      {of.map((container) => (
        <ContainerCard key={container.name} container={container} />
      ))}
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul class="cards">{children}</ul>
    </section>
  );
}

/** Who is registered is not known while no broker answers. */
function BrokerPart(props: { broker: BrokerState; topic: TopicState | undefined; isKnown: boolean }) {
  const { broker, topic, isKnown } = props;
  const said = useWords(words);
  const { id, controller, registered } = broker;
  const partitions = topic?.partitions ?? [];
  const replicas = partitions.filter((partition) => partition.replicas.includes(id));
  const inSync = replicas.filter(({ isr }) => isr.includes(id)).length;
  const parts = [
    `id ${id}`,
    controller ? said.controller : "",
    registered || !isKnown ? "" : said.notRegistered,
    replicas.length > 0 ? said.leads(partitions.filter(({ leader }) => leader === id).length) : "",
    replicas.length > 0 ? said.inSync(inSync, replicas.length) : "",
  ];
  return <span class="card-more">{parts.filter((part) => part !== "").join(" · ")}</span>;
}
