import { memberName } from "../../../../common/lab-layout.ts";
import { kafkaAddresses } from "../../../../lib/project/lab-config.ts";
import type { Address } from "../brokers/broker-link.ts";
import type { SeenContainers } from "./containers.ts";
import type { LabSettings } from "./lab-settings.ts";
import { lookAtLab } from "./look-at-lab.ts";

/** What the settings and Docker say about the lab. */
export interface LabNow {
  readonly settings: () => LabSettings;
  /** Of the last look; undefined without an engine, or while nobody looks. */
  readonly containers: () => SeenContainers | undefined;
  /** Looks at the containers; whether the brokers are elsewhere than before. */
  look(): Promise<boolean>;
  /** Until the next look only the settings count. */
  forget(): void;
  /** Where the brokers that run are published, by Docker, else by the settings. */
  addresses(): readonly Address[];
  /** Whether there is no use in asking a broker. */
  isAway(nodeId: number): boolean;
  readonly isKraft: () => boolean;
  /** Where Kafka's tools are run, best in a broker that runs; the alias is its name in the lab's network. */
  brokerForTools(): { readonly container: string; readonly alias: string };
}

export function openLabNow(settings: () => LabSettings, lookAtContainers = lookAtLab): LabNow {
  let containers: SeenContainers | undefined;
  let before = "";

  const config = () => {
    const now = settings();
    return "config" in now ? now.config : undefined;
  };

  function addresses(): readonly Address[] {
    const now = config();
    if (!now) return [];
    if (containers) return containers.brokers.flatMap(({ address }) => (address ? [address] : []));
    return kafkaAddresses(now);
  }

  return {
    settings,
    containers: () => containers,
    async look() {
      const now = config();
      containers = now && (await lookAtContainers(now).catch(() => undefined));
      const names = addresses().map(({ host, port }) => `${host}:${port}`);
      const isMoved = names.join() !== before;
      before = names.join();
      return isMoved;
    },
    forget: () => {
      containers = undefined;
    },
    addresses,
    isAway: (nodeId) => {
      const broker = containers?.brokers.find(({ id }) => id === nodeId);
      return broker !== undefined && broker.state !== "running";
    },
    isKraft: () => config()?.mode === "kraft",
    brokerForTools: () => {
      const brokers = containers?.brokers ?? [];
      const { id, name } = brokers.find(({ state }) => state === "running") ?? brokers[0] ?? firstBroker;
      return { container: name, alias: memberName("kafka", id) };
    },
  };
}

const firstBroker = { id: 1, name: "kafka" };
