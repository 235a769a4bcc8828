import type { GroupState, KafkaState, ServiceState } from "../../../contract/kafka.ts";
import { useWords } from "../../base/language.ts";
import { ContainerCard } from "./container-card.tsx";
import { rangesOf } from "./ranges.ts";
import { words } from "./words.ts";

/** Who sends. */
export function ProducersView({ state }: { state: KafkaState }) {
  const said = useWords(words);
  return (
    <section aria-label={said.producers}>
      <h2>{said.producers}</h2>
      <ul class="cards">
        {state.services.filter(isProducer).map((service) => (
          <ContainerCard key={keyOf(service)} container={service} actor={service.clientId} />
        ))}
        <li class="card card-other" data-actor="other-producer">
          {said.otherProducer}
        </li>
      </ul>
    </section>
  );
}

/** Who reads, and what of the topic is theirs; clients that are no container of the lab as well. */
export function ConsumersView(props: { state: KafkaState; topic: string; groups: readonly GroupState[] }) {
  const { state, topic, groups } = props;
  const said = useWords(words);
  const services = state.services.filter((service) => !isProducer(service));
  const members = groups.flatMap(({ name, members }) =>
    members.map((member) => ({ ...member, group: name })),
  );
  const others = members.filter((member) => !services.some(({ clientId }) => clientId === member.clientId));
  const readingOf = (client: string) =>
    members
      .filter(({ clientId }) => clientId === client)
      .map(({ group, partitions }) => `${group}: ${readOf(partitions)}`)
      .join("; ");
  const readOf = (partitions: (typeof members)[number]["partitions"]) => {
    const own = partitions.filter(([name]) => name === topic).map(([, partition]) => partition);
    return own.length > 0 ? said.reads(rangesOf(own)) : said.readsNothing;
  };
  return (
    <section aria-label={said.consumers}>
      <h2>{said.consumers}</h2>
      <ul class="cards">
        {services.map((service) => (
          <ContainerCard key={keyOf(service)} container={service} actor={service.clientId}>
            <span class="card-more">{readingOf(service.clientId)}</span>
          </ContainerCard>
        ))}
        {others.map(({ clientId, group, partitions }, at) => (
          <li key={`${clientId} ${at}`} class="card card-other" data-actor={clientId}>
            <strong>{clientId}</strong> <span class="card-state">{said.notOfLab}</span>
            <span class="card-more">{`${group}: ${readOf(partitions)}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** In a swarm a service has a task on several nodes. */
function keyOf({ name, node = "" }: ServiceState): string {
  return `${name} ${node}`;
}

function isProducer({ clientId }: ServiceState): boolean {
  return clientId.startsWith("service-a");
}
