import { memberName, partName } from "../../common/lab-layout.ts";
import { engineGet } from "../docker/docker-api.ts";
import type { LabConfig } from "../project/lab-config.ts";
import { askZooKeeper } from "../zookeeper/ask-zookeeper.ts";

/** What a broker's container was made for; `migrating` brokers follow ZooKeeper and know of the controllers. */
export type BrokerForm = "absent" | "zookeeper" | "migrating" | "kraft" | "combined";

/** What a controller's container was made for: `final` controllers have ended the migration. */
export type ControllerForm = "absent" | "migrating" | "final";

/** What ZooKeeper holds that says how far a migration is. */
export interface Znodes {
  readonly clusterId: string | undefined;
  /** The ids of the registered brokers. */
  readonly brokers: readonly number[];
  /** The active controller, -1 without one. */
  readonly controller: number;
  /** Whether a KRaft controller has put itself there. */
  readonly isKraft: boolean;
  readonly controllerEpoch: number;
  /** How far the copy of the metadata is, -1 before it; undefined where no controller ever prepared one. */
  readonly offset: number | undefined;
  readonly kraftEpoch: number;
}

/** A lab as its containers and its ZooKeeper are now, whatever the settings say. */
export interface LiveCluster {
  readonly brokers: readonly BrokerForm[];
  readonly controllers: readonly ControllerForm[];
  /** How many controllers the nodes count on; 0 where none of them knows of any. */
  readonly voters: number;
  /** The volumes of data that are there. */
  readonly volumes: readonly string[];
  /** Undefined where no ZooKeeper answers. */
  readonly znodes: Znodes | undefined;
}

const members = [1, 2, 3];

/** A step may be taken while the machine is busy with the one before. */
const patience = { timeoutMs: 30_000 };

/** Looks at every container that the lab may have, and asks ZooKeeper. */
export async function lookAtCluster(config: LabConfig): Promise<LiveCluster> {
  const environments = (part: string) =>
    Promise.all(members.map((member) => environmentOf(partName(config.name, memberName(part, member)))));
  const [brokers, controllers, volumes, znodes] = await Promise.all([
    environments("kafka"),
    environments("controller"),
    dataVolumesOf(config),
    readZnodes(config).catch(() => undefined),
  ]);
  const voters = [...controllers, ...brokers].map((env) => env?.KAFKA_CONTROLLER_QUORUM_VOTERS).find(Boolean);
  return {
    brokers: brokers.map(brokerForm),
    controllers: controllers.map(controllerForm),
    voters: voters?.split(",").length ?? 0,
    volumes,
    znodes,
  };
}

/** What ZooKeeper holds, whichever of its containers answers. */
export async function readZnodes(config: Pick<LabConfig, "name">): Promise<Znodes> {
  const servers = members.map((member) => partName(config.name, memberName("zookeeper", member)));
  const [id, brokers, controller, epoch, migration] = await askZooKeeper(servers, [
    { kind: "get", path: "/cluster/id" },
    { kind: "children", path: "/brokers/ids" },
    { kind: "get", path: "/controller" },
    { kind: "get", path: "/controller_epoch" },
    { kind: "get", path: "/migration" },
  ]);
  const [active, copy] = [parse(controller?.data), parse(migration?.data)];
  return {
    clusterId: parse(id?.data)?.id as string | undefined,
    brokers: (brokers?.children ?? []).map(Number).sort(),
    controller: Number(active?.brokerid ?? -1),
    isKraft: Number(active?.kraftControllerEpoch ?? -1) >= 0,
    controllerEpoch: Number(epoch?.data ?? 0),
    offset: copy ? Number(copy.kraft_metadata_offset ?? -1) : undefined,
    kraftEpoch: Number(copy?.kraft_controller_epoch ?? -1),
  };
}

function brokerForm(env: Environment | undefined): BrokerForm {
  if (!env) return "absent";
  if (env.KAFKA_PROCESS_ROLES) return env.KAFKA_PROCESS_ROLES === "broker" ? "kraft" : "combined";
  return env.KAFKA_ZOOKEEPER_METADATA_MIGRATION_ENABLE ? "migrating" : "zookeeper";
}

function controllerForm(env: Environment | undefined): ControllerForm {
  if (!env) return "absent";
  return env.KAFKA_ZOOKEEPER_METADATA_MIGRATION_ENABLE ? "migrating" : "final";
}

type Environment = Record<string, string | undefined>;

async function environmentOf(container: string): Promise<Environment | undefined> {
  const { status, body } = await engineGet(`/containers/${encodeURIComponent(container)}/json`, patience);
  if (status !== 200) return undefined;
  const entries: string[] = body?.Config?.Env ?? [];
  return Object.fromEntries(entries.map((entry) => entry.split(/=(.*)/s).slice(0, 2)));
}

async function dataVolumesOf({ prefix }: LabConfig): Promise<string[]> {
  const { body } = await engineGet("/volumes", patience);
  const names: string[] = (body?.Volumes ?? []).map(({ Name }: { Name: string }) => Name);
  const ours = members.flatMap((member) =>
    ["kafka-data", "controller-data"].map((part) => prefix + memberName(part, member)),
  );
  return names.filter((name) => ours.includes(name));
}

function parse(text: string | undefined): Record<string, unknown> | undefined {
  return text ? JSON.parse(text) : undefined;
}
