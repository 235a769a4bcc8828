import { LabError } from "../../common/lab-error.mjs";
import type { Delivery } from "./send-and-receive.ts";

export type Step = { name: string; ok: boolean; seen: string; timeMs: number };

/** Times each step and keeps what was seen, so that a failure is shown in its place in the table. */
export function defineSteps() {
  const steps: Step[] = [];
  async function step<T>(name: string, action: () => T | Promise<T>, seen: string | ((result: T) => string)) {
    const startedMs = performance.now();
    const timeMs = () => Math.round(performance.now() - startedMs);
    try {
      const result = await action();
      steps.push({ name, ok: true, seen: typeof seen === "string" ? seen : seen(result), timeMs: timeMs() });
      return result;
    } catch (error) {
      steps.push({ name, ok: false, seen: "failed", timeMs: timeMs() });
      throw error;
    }
  }
  return { steps, step };
}

/** Formats a place in the log as the contract does. */
export function position({ partition, offset }: Delivery) {
  return `partition ${partition}, offset ${offset}`;
}

/** The broker's own figures must arrive at the other end: another partition or offset is another message. */
export function requireSame(sent: Delivery, received: Delivery) {
  const key = (["message", "partition", "offset"] as const).find(
    (each) => String(sent[each]) !== String(received[each]),
  );
  if (!key) return;
  throw new LabError(
    `expected the ${key} that service-a answered, ${sent[key]}, and service-b gave ${received[key]}.`,
    "One of the services reports it wrongly: compare the code that builds their answers.",
  );
}
