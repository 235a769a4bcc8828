import type { BrokerState, KafkaState, TopicState } from "../../../contract/kafka.ts";
import { useWords } from "../../base/language.ts";
import { ContainerCard } from "./container-card.tsx";
import { words } from "./words.ts";

/** The brokers with their part in a topic, and what they agree by: ZooKeeper, or each other. */
export function BrokersView({ state, topic }: { state: KafkaState; topic: TopicState | undefined }) {
  const said = useWords(words);
  return (
    <div class="brokers">
      <section aria-label={said.brokers}>
        <h2>{said.brokers}</h2>
        <ul class="cards">
          {state.brokers.map((broker) => (
            <ContainerCard key={broker.name} container={broker}>
              <BrokerPart broker={broker} topic={topic} isKnown={state.reach === "up"} />
            </ContainerCard>
          ))}
        </ul>
      </section>
      <section aria-label={state.mode === "kraft" ? said.quorum : said.zookeepers}>
        <h2>{state.mode === "kraft" ? said.quorum : said.zookeepers}</h2>
        <ul class="cards">
          {state.mode === "kraft"
            ? state.brokers.map(({ id, name, state: is, controller }) => (
                <li key={name} class={`card card-${is}`}>
                  {id} {controller && <strong>{said.controller}</strong>}
                </li>
              ))
            : state.zookeepers.map((zookeeper) => (
                <ContainerCard key={zookeeper.name} container={zookeeper} />
              ))}
        </ul>
      </section>
    </div>
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
