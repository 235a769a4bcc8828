import { LabError } from "../../common/lab-error.mjs";
import { waitFor } from "../../common/wait-for.ts";
import type { ClusterView } from "../../lib/kafka/partitions.ts";
import { nameOf, offline, readCluster, underReplicated } from "../../lib/kafka/partitions.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import { readLabConfig, rememberedStack } from "../../lib/project/lab-config.ts";
import { adviseContainers } from "../../lib/reach/container-state.ts";

/**
 * The settings of the stack under test, if it has several brokers; services elsewhere have their own brokers.
 */
export function findCluster({
  stack,
  serviceA,
}: {
  stack?: string;
  serviceA?: string;
}): LabConfig | undefined {
  const config = findOwn({ stack, serviceA });
  return config && config.brokers.length > 1 ? config : undefined;
}

/** The settings of the stack under test, if it leaves ZooKeeper, or has left it that way. */
export function findMigrating(asked: Asked): LabConfig | undefined {
  const config = findOwn(asked);
  return config && config.migration !== "none" ? config : undefined;
}

interface Asked {
  stack?: string | undefined;
  serviceA?: string | undefined;
}

function findOwn({ stack, serviceA }: Asked): LabConfig | undefined {
  const known = rememberedStack(stack);
  return known && !serviceA ? readLabConfig(known) : undefined;
}

/** One message proves one leader: a cluster works only if all brokers are there and all replicas are in sync. */
export async function waitUntilReplicated(config: LabConfig, budgetMs: number) {
  let fault: unknown;
  const view = await waitFor(
    async () => {
      try {
        return await readWhole(config);
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        fault = error;
        return undefined;
      }
    },
    { budgetMs, everyMs: 500 },
  );
  if (!view) throw fault;
  return `${view.brokers.length} brokers, ${view.partitions.length} partitions, all replicas in sync`;
}

async function readWhole(config: LabConfig) {
  const view = await readCluster(config);
  const fault = await faultOf(view, config);
  if (fault) throw fault;
  return view;
}

async function faultOf({ brokers, partitions }: ClusterView, config: LabConfig) {
  const away = config.brokers.filter((_, index) => !brokers.includes(index + 1));
  if (away.length > 0) {
    return new LabError(
      `of ${config.brokers.length} brokers only ${brokers.join(", ")} are registered`,
      `bring the others up: ${await adviseContainers(away)}; then ./lab doctor`,
    );
  }
  const wrong = [...offline(partitions), ...underReplicated(partitions)];
  const [first] = wrong;
  if (first === undefined) return undefined;
  return new LabError(
    `${wrong.length} partitions lack a leader or a replica in sync, ${nameOf(first)} among them`,
    "see which broker lags: ./lab doctor",
  );
}
