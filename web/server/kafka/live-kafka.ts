import { setTimeout as pause } from "node:timers/promises";
import { memberName } from "../../../common/lab-layout.ts";
import type { KafkaState, KafkaView, LagHistory } from "../../contract.ts";
import { type Address, type OpenLink, openLink } from "./brokers/broker-link.ts";
import { type Cluster, openCluster } from "./brokers/cluster.ts";
import { nameOf, readBounds } from "./brokers/offsets.ts";
import { createLagHistory } from "./groups/lag-history.ts";
import { groupState, readGroups } from "./groups/read-groups.ts";
import { brokerStates, type ClusterNow, topicStates } from "./picture/cluster-states.ts";
import { readContainers, type SeenContainers } from "./picture/containers.ts";
import { openQuorum } from "./picture/controller.ts";
import { createFollower } from "./picture/follow.ts";
import { type LabSettings, openLabSettings } from "./picture/lab-settings.ts";
import { reachOf } from "./picture/reach.ts";
import { createTails } from "./picture/tails.ts";
import { defaultView, shownPartitions } from "./picture/view.ts";

/** The picture of Kafka, looked at while a page is open. */
export interface LiveKafka {
  /** Looks at the containers, and begins to ask Kafka until the signal; never throws. */
  look(signal: AbortSignal): Promise<KafkaState>;
  /** Decides of which partitions the picture has records; the answer is what was made of it. */
  show(view: KafkaView): KafkaView;
  lagOf(group: string): LagHistory;
  /** Where the brokers of the lab are now, by Docker, else by the settings. */
  addresses(): readonly Address[];
  /** Where Kafka's tools are run, best in a broker that runs; the alias is its name in the lab's network. */
  brokerForTools(): { readonly container: string; readonly alias: string };
  /** Links of their own, for what a page asks for: a long search holds nothing of the picture up. */
  readonly openCluster: () => Cluster;
}

export interface LiveKafkaParts {
  readonly projectDir: string;
  /** Called with each state that comes between two looks. */
  readonly publish: (state: KafkaState) => void;
  readonly open?: OpenLink;
  readonly settings?: () => LabSettings;
  readonly lookAtContainers?: typeof readContainers;
}

const ASK_EVERY_MS = 1_000;
/** New records are sent at once, and then no more often than this. */
const PUBLISH_EVERY_MS = 100;
/** One answer that is late does not empty the picture, as long as the container runs. */
const FRESH_MS = 8_000;

/** What Kafka said last. */
interface Answer {
  readonly now: ClusterNow;
  readonly groups: KafkaState["groups"];
  readonly atMs: number;
}

export function createLiveKafka(parts: LiveKafkaParts): LiveKafka {
  const { projectDir, publish, open = openLink, lookAtContainers = readContainers } = parts;
  const settings = parts.settings ?? openLabSettings(projectDir);
  const tails = createTails();
  const history = createLagHistory();
  const readController = openQuorum();
  let view = defaultView;
  let containers: SeenContainers | undefined;
  let answer: Answer | undefined;
  let addressesBefore = "";
  let clusterId: string | null | undefined;
  let asking: AbortSignal | undefined;
  let waiting: NodeJS.Timeout | undefined;
  let wake = Promise.withResolvers<void>();

  const openOwn = () => openCluster({ bootstrap: addresses, isAway, open });
  const cluster = openOwn();
  const follower = createFollower(cluster, tails, publishSoon);

  function addresses(): readonly Address[] {
    const now = settings();
    if (!("config" in now)) return [];
    if (containers) return containers.brokers.flatMap(({ address }) => (address ? [address] : []));
    const { dockerHostIp: host, kafkaPorts } = now.config;
    return kafkaPorts.map((port) => ({ host, port }));
  }

  function isAway(nodeId: number): boolean {
    const broker = containers?.brokers.find(({ id }) => id === nodeId);
    return broker !== undefined && broker.state !== "running";
  }

  /** With other brokers than before nobody waits for those that are gone, and the others are asked at once. */
  function forgetOthers(): void {
    const names = addresses()
      .map(({ host, port }) => `${host}:${port}`)
      .join();
    if (names === addressesBefore) return;
    addressesBefore = names;
    cluster.close();
    if (names === "") {
      tails.clear();
      answer = undefined;
    }
    wake.resolve();
    wake = Promise.withResolvers();
  }

  /** A lab that was made anew has the same names and other records. */
  function forgetOtherCluster(now: string | null): void {
    if (clusterId !== now) {
      tails.clear();
      history.clear();
    }
    clusterId = now;
  }

  async function ask(signal: AbortSignal): Promise<void> {
    const metadata = await cluster.refresh();
    forgetOtherCluster(metadata.clusterId);
    const partitions = metadata.topicMetadata.flatMap(({ topic, partitionMetadata }) =>
      partitionMetadata.map(({ partitionId: partition }) => ({ topic, partition })),
    );
    const [bounds, found, controller] = await Promise.all([
      readBounds(cluster, partitions),
      readGroups(cluster),
      isKraft() ? readController(addresses()) : metadata.controllerId,
    ]);
    // Closed meanwhile: what was not answered is not missing.
    if (signal.aborted || cluster.metadata() !== metadata) return;
    const groups = found.map((group) => groupState(group, bounds));
    answer = { now: { metadata, bounds, controller }, groups, atMs: performance.now() };
    history.add(groups, Date.now());
    tails.show(shownPartitions(view, metadata.topicMetadata), bounds);
    follower.follow(signal);
  }

  async function keepAsking(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (addresses().length > 0) {
        // Why it failed is said by what Docker has.
        await ask(signal).catch(() => undefined);
        if (!signal.aborted) publish(compose());
      }
      await Promise.race([pause(ASK_EVERY_MS, undefined, { ref: false }), wake.promise]);
    }
    if (asking !== signal) return;
    cluster.close();
    containers = undefined; // nobody looks any more
  }

  function publishSoon(): void {
    if (waiting || asking?.aborted !== false) return;
    publish(compose());
    waiting = setTimeout(() => {
      waiting = undefined;
      if (asking?.aborted === false) publish(compose());
    }, PUBLISH_EVERY_MS);
    waiting.unref();
  }

  function isKraft(): boolean {
    const now = settings();
    return "config" in now && now.config.mode === "kraft";
  }

  function compose(): KafkaState {
    const isFresh = answer !== undefined && performance.now() - answer.atMs < FRESH_MS;
    const known = isFresh ? answer : undefined;
    const { reach, reason } = reachOf({
      settings: settings(),
      containers,
      answers: known !== undefined,
      unreached: known ? unreachedOf(cluster, known.now) : [],
    });
    return {
      reach,
      reason,
      mode: isKraft() ? "kraft" : "zookeeper",
      brokers: brokerStates(containers, known?.now),
      zookeepers: containers?.zookeepers ?? [],
      services: containers?.services ?? [],
      topics: known ? topicStates(known.now, tails) : [],
      groups: known?.groups ?? [],
    };
  }

  return {
    async look(signal) {
      const now = settings();
      containers = "config" in now ? await lookAtContainers(now.config).catch(() => undefined) : undefined;
      forgetOthers();
      if (asking !== signal && !signal.aborted) {
        asking = signal;
        void keepAsking(signal);
      }
      return compose();
    },
    show(wanted) {
      view = wanted;
      const metadata = cluster.metadata()?.topicMetadata;
      if (metadata) tails.show(shownPartitions(view, metadata), answer?.now.bounds ?? new Map());
      if (asking?.aborted === false) follower.follow(asking);
      return view;
    },
    lagOf: history.of,
    addresses,
    brokerForTools() {
      const brokers = containers?.brokers ?? [];
      const { id, name } = brokers.find(({ state }) => state === "running") ?? brokers[0] ?? firstBroker;
      return { container: name, alias: memberName("kafka", id) };
    },
    openCluster: openOwn,
  };
}

const firstBroker = { id: 1, name: "kafka" };

/** Brokers that lead something and gave no offsets of it. */
function unreachedOf(cluster: Cluster, { metadata, bounds }: ClusterNow) {
  const silent = new Set(
    metadata.topicMetadata.flatMap(({ topic, partitionMetadata }) =>
      partitionMetadata
        .filter(({ partitionId }) => !bounds.has(nameOf({ topic, partition: partitionId })))
        .map(({ leader }) => leader),
    ),
  );
  return metadata.brokers.filter(({ nodeId }) => silent.has(nodeId) && cluster.isUnreached(nodeId));
}
