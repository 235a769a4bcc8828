import { memberName } from "../../common/lab-layout.ts";
import type { LabConfig } from "../project/lab-config.ts";
import type { EngineCalls } from "./engine-calls.ts";
import { untilInSync } from "./in-sync.ts";

/**
 * Replaces brokers one at a time, each only when all of them are in sync again; those that are away come first, because
 * there is nobody to wait for. By `--target`, which both engines obey.
 */
export async function rollBrokers(
  config: LabConfig,
  engine: EngineCalls,
  {
    brokers,
    away = [],
    log,
  }: { brokers: readonly number[]; away?: readonly number[]; log: (line: string) => void },
): Promise<void> {
  const isAway = (broker: number) => away.includes(broker);
  for (const broker of [...brokers.filter(isAway), ...brokers.filter((each) => !isAway(each))]) {
    if (!isAway(broker)) await untilInSync(config);
    const name = memberName("kafka", broker);
    log(`Broker ${broker} (${config.brokers[broker - 1] ?? name}):`);
    await engine.up([
      engine.urnOf("Kafka", "image", "kafka-image"),
      engine.urnOf("Kafka", "container", name),
    ]);
  }
  await untilInSync(config);
}
