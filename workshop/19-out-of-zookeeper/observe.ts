import { type MigrationStep, migrationSteps } from "../../common/migration.ts";
import { type BrokerForm, type ControllerForm, lookAtCluster } from "../../lib/migration/live-cluster.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";

/** Whether one of the steps was a way back. */
export function goesBack(steps: readonly MigrationStep[]): boolean {
  const places = steps.map((step) => migrationSteps.indexOf(step));
  return places.some((place, index) => index > 0 && place < (places[index - 1] ?? 0));
}

/** What the nodes were started as, and whether there is a ZooKeeper still. */
export async function nodesOf(
  lab: WorkshopLab,
): Promise<{ brokers: BrokerForm; controllers: ControllerForm; zookeeper: boolean }> {
  const { brokers, controllers } = await lookAtCluster(readLabConfig(lab.stack));
  return {
    brokers: brokers[0] ?? "absent",
    controllers: controllers[0] ?? "absent",
    zookeeper: (await lab.inspect("zookeeper")) !== undefined,
  };
}

/** The format of the metadata, `metadata.version`: the newest that this node knows, and the one in force. */
export async function featuresAt(
  lab: WorkshopLab,
  node: "kafka" | "controller",
): Promise<{ supported?: string | undefined; finalized?: string | undefined }> {
  if (!(await lab.inspect(node))?.State.Running) return {};
  const address =
    node === "kafka" ? ["--bootstrap-server", "kafka:29092"] : ["--bootstrap-controller", "localhost:29093"];
  const { stdout } = await lab.exec(node, ["timeout", "30", "kafka-features", ...address, "describe"]);
  const line = /metadata\.version.*/.exec(stdout)?.[0] ?? "";
  const field = (name: string) => new RegExp(`${name}: (\\S+)`).exec(line)?.[1];
  return { supported: field("SupportedMaxVersion"), finalized: field("FinalizedVersionLevel") };
}
