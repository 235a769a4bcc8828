import { setTimeout as pause } from "node:timers/promises";
import type { readPhase } from "../../../lib/migration/phase.ts";
import { workUnderWay } from "../../../lib/project/under-way.ts";
import type { KafkaState } from "../../contract/kafka.ts";
import type { KafkaView, LagHistory } from "../../contract/kafka-requests.ts";
import { type OpenLink, openLink } from "./brokers/broker-link.ts";
import { type Cluster, openCluster } from "./brokers/cluster.ts";
import { createKafkaAnswers } from "./kafka-answers.ts";
import { brokerStates } from "./picture/cluster-states.ts";
import { type LabNow, openLabNow } from "./picture/lab-now.ts";
import { type LabSettings, openLabSettings } from "./picture/lab-settings.ts";
import type { lookAtLab } from "./picture/look-at-lab.ts";
import { openPhaseNow } from "./picture/phase-now.ts";
import { reachOf } from "./picture/reach.ts";

/** The picture of Kafka, looked at while a page is open. */
export interface LiveKafka {
  /** Looks at the containers, and has Kafka asked until the signal; never throws. */
  look(signal: AbortSignal): Promise<KafkaState>;
  /** Decides of which partitions the picture has records, for all pages. */
  show(view: KafkaView): KafkaView;
  lagOf(group: string): LagHistory;
  readonly lab: Pick<LabNow, "addresses" | "brokerForTools">;
  /** Links of their own, for what a page asks for: a long search holds nothing of the picture up. */
  readonly openCluster: () => Cluster;
}

export interface LiveKafkaParts {
  readonly projectDir: string;
  /** Called with each state that comes between two looks. */
  readonly publish: (state: KafkaState) => void;
  readonly open?: OpenLink;
  readonly settings?: () => LabSettings;
  readonly lookAtContainers?: typeof lookAtLab;
  readonly lookAtPhase?: typeof readPhase;
  /** What is at work on the lab. */
  readonly underWay?: () => { readonly command: string } | undefined;
}

const ASK_EVERY_MS = 1_000;
/** New records are sent at once, and then no more often than this. */
const PUBLISH_EVERY_MS = 100;

export function createLiveKafka(parts: LiveKafkaParts): LiveKafka {
  const { projectDir, publish, open = openLink } = parts;
  const underWay = parts.underWay ?? (() => workUnderWay({ projectDir }));
  const lab = openLabNow(parts.settings ?? openLabSettings(projectDir), parts.lookAtContainers);
  const phase = openPhaseNow(parts.lookAtPhase);
  const openOwn = () => openCluster({ bootstrap: lab.addresses, isAway: lab.isAway, open });
  const cluster = openOwn();
  const answers = createKafkaAnswers(cluster, lab, publishSoon);
  let asking: AbortSignal | undefined;
  let waiting: NodeJS.Timeout | undefined;
  let wake = Promise.withResolvers<void>();

  const isWatched = () => asking?.aborted === false;

  async function keepAsking(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (lab.addresses().length > 0) {
        // Why it failed is said by what Docker has.
        await answers.ask(signal).catch(() => undefined);
        if (!signal.aborted) publish(compose());
      }
      await Promise.race([pause(ASK_EVERY_MS, undefined, { ref: false }), wake.promise]);
    }
    if (asking !== signal) return;
    cluster.close();
    lab.forget();
  }

  /** Nobody waits for brokers that are gone, and the others are asked at once. */
  function lookElsewhere(): void {
    cluster.close();
    if (lab.addresses().length === 0) answers.forget();
    wake.resolve();
    wake = Promise.withResolvers();
  }

  function publishSoon(): void {
    if (waiting || !isWatched()) return;
    publish(compose());
    waiting = setTimeout(() => {
      waiting = undefined;
      if (isWatched()) publish(compose());
    }, PUBLISH_EVERY_MS);
    waiting.unref();
  }

  function compose(): KafkaState {
    const known = answers.known();
    const containers = lab.containers();
    const { reach, reason } = reachOf({
      settings: lab.settings(),
      containers,
      answers: known !== undefined,
      underWay: known ? undefined : underWay()?.command,
      unreached: known?.unreached ?? [],
    });
    return {
      reach,
      reason,
      mode: lab.isKraft() ? "kraft" : "zookeeper",
      brokers: brokerStates(containers, known?.now),
      zookeepers: containers?.zookeepers ?? [],
      nodes: containers?.nodes ?? [],
      controllers: containers?.controllers ?? [],
      phase: phase.now(),
      services: containers?.services ?? [],
      topics: known?.topics ?? [],
      groups: known?.groups ?? [],
    };
  }

  return {
    async look(signal) {
      if (await lab.look()) lookElsewhere();
      phase.look(lab.settings());
      if (asking !== signal && !signal.aborted) {
        asking = signal;
        void keepAsking(signal);
      }
      return compose();
    },
    show(view) {
      answers.show(view, asking);
      return view;
    },
    lagOf: answers.lagOf,
    lab,
    openCluster: openOwn,
  };
}
