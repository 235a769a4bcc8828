import { setTimeout as pause } from "node:timers/promises";
import { LabError } from "../../common/lab-error.mjs";
import { nameOf, offline, readCluster, underReplicated } from "../../lib/kafka/partitions.mjs";
import { readLabConfig, rememberedStack } from "../../lib/project/lab-config.mjs";
import { adviseContainers } from "../../lib/reach/container-state.mjs";

/** @typedef {import("../../lib/project/lab-config.mjs").LabConfig} LabConfig */

/**
 * The settings of the stack under test, if it is one of several brokers; services elsewhere have brokers of their own.
 *
 * @param {{ stack?: string, serviceA?: string }} options
 * @returns {LabConfig | undefined}
 */
export function findCluster({ stack, serviceA }) {
  const known = rememberedStack(stack);
  if (!known || serviceA) return undefined;
  const config = readLabConfig(known);
  return config.brokers.length > 1 ? config : undefined;
}

/**
 * One message through proves one leader: a cluster works when all brokers are there and have all that they should.
 *
 * @param {LabConfig} config
 * @param {number} budgetMs
 */
export async function waitUntilReplicated(config, budgetMs) {
  const deadline = performance.now() + budgetMs;
  for (;;) {
    try {
      const { brokers, partitions } = await readWhole(config);
      return `${brokers.length} brokers, ${partitions.length} partitions, all replicas in sync`;
    } catch (error) {
      if (!(error instanceof LabError) || performance.now() > deadline) throw error;
      await pause(500);
    }
  }
}

/** @param {LabConfig} config */
async function readWhole(config) {
  const view = await readCluster(config);
  const fault = await faultOf(view, config);
  if (fault) throw fault;
  return view;
}

/**
 * @param {import("../../lib/kafka/partitions.mjs").ClusterView} view
 * @param {LabConfig} config
 */
async function faultOf({ brokers, partitions }, config) {
  const away = config.brokers.filter((_, index) => !brokers.includes(index + 1));
  if (away.length > 0) {
    return new LabError(
      `of ${config.brokers.length} brokers only ${brokers.join(", ")} are registered`,
      `bring the others up: ${await adviseContainers(away)}; then ./lab doctor`,
    );
  }
  const wrong = [...offline(partitions), ...underReplicated(partitions)];
  if (wrong.length === 0) return undefined;
  return new LabError(
    `${wrong.length} partitions lack a leader or a replica in sync, ${nameOf(/** @type {any} */ (wrong[0]))} among them`,
    "see which broker lags: ./lab doctor",
  );
}
