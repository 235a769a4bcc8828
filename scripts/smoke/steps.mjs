import { LabError } from "../../common/lab-error.mjs";

/**
 * @typedef {{ name: string, ok: boolean, seen: string, timeMs: number }} Step
 * @typedef {import("./send-and-receive.mjs").Delivery} Delivery
 */

/** Times each step and keeps what was seen, so that a failure is shown in its place in the row. */
export function defineSteps() {
  /** @type {Step[]} */
  const steps = [];
  /**
   * @template T
   * @param {string} name
   * @param {() => T | Promise<T>} action
   * @param {string | ((result: T) => string)} seen
   */
  async function step(name, action, seen) {
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

/** A place in the log, as the contract writes it. @param {Delivery} delivery */
export function position({ partition, offset }) {
  return `partition ${partition}, offset ${offset}`;
}

/**
 * The broker's own figures must come out at the other end: any other partition or offset is another message.
 *
 * @param {Delivery} sent
 * @param {Delivery} received
 */
export function requireSame(sent, received) {
  const key = /** @type {const} */ (["message", "partition", "offset"]).find(
    (each) => String(sent[each]) !== String(received[each]),
  );
  if (!key) return;
  throw new LabError(
    `expected the ${key} that service-a answered, ${sent[key]}, and service-b gave ${received[key]}.`,
    "One of the services tells it wrong: compare the code that builds their answers.",
  );
}
