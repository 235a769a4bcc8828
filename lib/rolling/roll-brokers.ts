import { memberName } from "../../common/lab-layout.ts";
import type { LabConfig } from "../project/lab-config.ts";
import type { EngineCalls } from "./engine-calls.ts";
import { isAway, isMissing, untilInSync } from "./in-sync.ts";

/**
 * Replaces brokers one at a time, each only when all of them are in sync again; one that is away already has nothing to
 * wait for. By `--target`, which both engines obey.
 */
export async function rollBrokers(
  config: LabConfig,
  engine: EngineCalls,
  { brokers, log }: { brokers: readonly number[]; log: (line: string) => void },
): Promise<void> {
  const away = await Promise.all(brokers.map(async (broker) => isAway(config.brokers[broker - 1] ?? "")));
  const first = brokers.filter((_, index) => away[index]);
  for (const broker of [...first, ...brokers.filter((each) => !first.includes(each))]) {
    const name = memberName("kafka", broker);
    const container = config.brokers[broker - 1] ?? name;
    await untilInSync(config, container);
    log(`Broker ${broker} (${container}):`);
    const targets = [engine.urnOf("Kafka", "image", "kafka-image"), engine.urnOf("Kafka", "container", name)];
    await engine.up(targets, { refresh: await isMissing(container) });
  }
  await untilInSync(config);
}
