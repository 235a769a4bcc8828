import { type Address, type BrokerLink, type OpenLink, openLink } from "./broker-link.ts";
import { type Answered, errorCodes, type TopicMetadata } from "./protocol.ts";

/** The brokers of one lab, each asked by the address that it gives itself, as every client does. */
export interface Cluster {
  /**
   * Asks any broker for all topics, and remembers who the brokers are and who leads.
   * @throws AggregateError if no broker answers, with an error for each address
   */
  refresh(): Promise<Answered["Metadata"]>;
  /** Of the last refresh. */
  readonly metadata: () => Answered["Metadata"] | undefined;
  /** @throws if the broker is not registered, or does not answer */
  broker(nodeId: number): Promise<BrokerLink>;
  /** Whether the broker is registered, and the last attempt to reach it failed. */
  isUnreached(nodeId: number): boolean;
  /** The broker that keeps the positions of the group. */
  coordinator(groupId: string): Promise<BrokerLink>;
  /** Forgets a coordinator, which has said that it is none any more. */
  forgetCoordinator(groupId: string): void;
  close(): void;
}

export interface ClusterParts {
  /** Where brokers are expected now; asked each time. */
  readonly bootstrap: () => readonly Address[];
  /** Whether there is no use in asking that broker; it may be registered for a while yet. */
  readonly isAway?: (nodeId: number) => boolean;
  readonly open?: OpenLink;
}

/**
 * Keeps one link to each broker, and makes a new one when a broker has not answered. It closes all of them when the
 * addresses change: then the lab is another one, or its brokers come and go.
 */
export function openCluster({ bootstrap, isAway = () => false, open = openLink }: ClusterParts): Cluster {
  const links = new Map<string, Opening>();
  const coordinators = new Map<string, number>();
  let known = "";
  let metadata: Answered["Metadata"] | undefined;

  /** The same for all who ask, until it is dead. */
  function linkTo(address: Address): Promise<BrokerLink> {
    const key = nameOf(address);
    const before = links.get(key);
    if (before && !before.isGone()) return before.link;
    const begun = begin(open(address));
    links.set(key, begun);
    return begun.link;
  }

  function close(): void {
    for (const { link } of links.values()) void link.then((opened) => opened.close()).catch(() => undefined);
    links.clear();
    coordinators.clear();
    metadata = undefined;
  }

  /** Those that answered last first, because one that does not takes a while to say so. */
  function candidates(): readonly Address[] {
    const addresses = bootstrap();
    const now = addresses.map(nameOf).join();
    if (now !== known) close();
    known = now;
    const isLinked = (address: Address) => links.has(nameOf(address));
    return addresses.toSorted((a, b) => Number(isLinked(b)) - Number(isLinked(a)));
  }

  async function broker(nodeId: number): Promise<BrokerLink> {
    const address = metadata?.brokers.find((each) => each.nodeId === nodeId);
    if (!address) throw new Error(`no broker ${nodeId} is registered`);
    if (isAway(nodeId)) throw new Error(`broker ${nodeId} does not run`);
    return linkTo(address);
  }

  return {
    metadata: () => metadata,
    broker,
    isUnreached: (nodeId) => {
      const address = metadata?.brokers.find((each) => each.nodeId === nodeId);
      return address !== undefined && links.get(nameOf(address))?.isGone() === true;
    },
    close,
    async refresh() {
      const errors: unknown[] = [];
      for (const address of candidates()) {
        try {
          const link = await linkTo(address);
          const answer = await link.ask("Metadata", { topics: [], allowAutoTopicCreation: false });
          metadata = answer;
          return answer;
        } catch (error) {
          links.delete(nameOf(address));
          errors.push(error);
        }
      }
      throw new AggregateError(errors, "no broker answers");
    },
    async coordinator(groupId) {
      const remembered = coordinators.get(groupId);
      if (remembered !== undefined) return broker(remembered);
      const any = metadata?.brokers.find(({ nodeId }) => !isAway(nodeId));
      if (!any) throw new Error("no broker is registered");
      const link = await linkTo(any);
      const { errorCode, coordinator } = await link.ask("GroupCoordinator", { groupId });
      if (errorCode !== 0) throw new KafkaCode(errorCode);
      coordinators.set(groupId, coordinator.nodeId);
      return broker(coordinator.nodeId);
    },
    forgetCoordinator: (groupId) => void coordinators.delete(groupId),
  };
}

interface Opening {
  readonly link: Promise<BrokerLink>;
  /** Whether it could not be opened, or is of no use any more. */
  readonly isGone: () => boolean;
}

function begin(link: Promise<BrokerLink>): Opening {
  let isGone = () => false;
  link.then(
    (opened) => {
      isGone = opened.isDead;
    },
    () => {
      isGone = () => true;
    },
  );
  return { link, isGone: () => isGone() };
}

/** An error code of Kafka, where all of an answer is about it. */
export class KafkaCode extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`Kafka answered with error ${code}`);
    this.name = "KafkaCode";
    this.code = code;
  }
}

/** Whether a coordinator says that it is none, or not yet. */
export function isAboutCoordinator(code: number): boolean {
  const { coordinatorLoading, coordinatorNotAvailable, notCoordinator } = errorCodes;
  return code === coordinatorLoading || code === coordinatorNotAvailable || code === notCoordinator;
}

/** The partitions of topics by the broker that leads them; those without a leader are left out. */
export function byLeader<Wanted extends { readonly topic: string; readonly partition: number }>(
  topics: readonly TopicMetadata[],
  wanted: readonly Wanted[],
): Map<number, Wanted[]> {
  const leaders = new Map(
    topics.flatMap(({ topic, partitionMetadata }) =>
      partitionMetadata.map(({ partitionId, leader }) => [`${topic}-${partitionId}`, leader] as const),
    ),
  );
  const leaderOf = ({ topic, partition }: Wanted) => leaders.get(`${topic}-${partition}`) ?? -1;
  const groups = Map.groupBy(wanted, leaderOf);
  groups.delete(-1);
  return groups;
}

/** Partitions as the protocol has them, by topic. */
export function byTopic<Wanted extends { readonly topic: string }>(
  wanted: readonly Wanted[],
): { topic: string; partitions: Omit<Wanted, "topic">[] }[] {
  return [...Map.groupBy(wanted, ({ topic }) => topic)].map(([topic, of]) => ({
    topic,
    partitions: of.map(({ topic: _, ...partition }) => partition),
  }));
}

function nameOf({ host, port }: Address): string {
  return `${host}:${port}`;
}
