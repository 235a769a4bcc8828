import { controllerId, controllerPort, kraftClusterId, memberName, membersOf } from "../common/lab-layout.ts";
import { isKraftStep, knowsControllers } from "../common/migration.ts";
import type { Config } from "./config.ts";
import { type Listener, listenerEnvironment } from "./listeners.ts";

/**
 * How long a broker may be silent before its partitions get another leader, in both modes. A shorter time finds a dead
 * broker sooner, but on a busy laptop a slow one counts as dead too. ZooKeeper requires at least two of its ticks.
 */
export const sessionTimeoutMs = "6000";

/** Where the brokers keep their data: a volume is there, and an image's own choice may be elsewhere. */
export const dataDirectory = "/var/lib/kafka/data";

/** What keeps the metadata of the brokers: a ZooKeeper, or a cluster of KRaft nodes with this identity. */
export interface Keeper {
  readonly zookeeperConnect: string | undefined;
  readonly clusterId: string;
}

/** The environment of broker n, apart from its heap. */
export function brokerEnvironment(
  config: Config,
  broker: number,
  listeners: readonly Listener[],
  keeper: Keeper,
): Record<string, string> {
  return {
    ...metadataEnvironment(config, broker, keeper),
    ...listenerEnvironment(listeners),
    ...replication(config, broker),
    // Topics are created explicitly.
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false",
    KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: "1",
    KAFKA_LOG_DIRS: dataDirectory,
    // Kafka waits 3 s for more members by default, which would delay the first read.
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
  };
}

/** How many brokers keep each message, and how many of them must have it before `acks=all` is answered. */
export function replicationOf({ brokers }: Pick<Config, "brokers">): { factor: number; minInSync: number } {
  return { factor: brokers, minInSync: brokers === 3 ? 2 : 1 };
}

function metadataEnvironment(config: Config, broker: number, { zookeeperConnect, clusterId }: Keeper) {
  if (isKraftStep(config.migration)) return kraftBroker(config, broker, clusterId);
  if (!zookeeperConnect) return kraftMode(config, broker);
  return {
    ...zookeeperMode(broker, zookeeperConnect),
    ...(knowsControllers(config.migration) && {
      KAFKA_CONTROLLER_QUORUM_VOTERS: controllerVoters(config),
      KAFKA_ZOOKEEPER_METADATA_MIGRATION_ENABLE: "true",
      ...connectionSetup,
    }),
  };
}

/**
 * For a node that talks to others. The address of a container that was killed or replaced answers nothing at all: a
 * broker that waited 10 to 30 s for it, the default, would miss its heartbeats to the next controller and count as
 * dead as well, or serve for so long without the metadata of a controller that is back.
 */
export const connectionSetup = {
  KAFKA_SOCKET_CONNECTION_SETUP_TIMEOUT_MS: "1000",
  KAFKA_SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS: "2000",
};

/**
 * To a controller that is cut off, a broker's connection stays open. It sends its heartbeats elsewhere after half of its
 * session, and what it has to say about replicas after this time: in the default of 30 s, a follower that has caught up
 * would not count as in sync, and nothing would be acknowledged by all.
 */
const controllerRequests = { KAFKA_CONTROLLER_SOCKET_TIMEOUT_MS: String(Number(sessionTimeoutMs) / 2) };

/** The dedicated controllers, as every node of the cluster knows them. */
export function controllerVoters({ controllers }: Config): string {
  return membersOf(controllers)
    .map((member) => `${controllerId(member)}@${memberName("controller", member)}:${controllerPort}`)
    .join(",");
}

/** Out of ZooKeeper: the controllers keep the metadata, and only they. */
function kraftBroker(config: Config, broker: number, clusterId: string): Record<string, string> {
  return {
    CLUSTER_ID: clusterId,
    KAFKA_BROKER_SESSION_TIMEOUT_MS: sessionTimeoutMs,
    KAFKA_BROKER_HEARTBEAT_INTERVAL_MS: "1000",
    KAFKA_CONTROLLER_QUORUM_VOTERS: controllerVoters(config),
    KAFKA_NODE_ID: String(broker),
    KAFKA_PROCESS_ROLES: "broker",
    ...connectionSetup,
    ...controllerRequests,
  };
}

function zookeeperMode(broker: number, connect: string): Record<string, string> {
  return {
    KAFKA_BROKER_ID: String(broker),
    KAFKA_ZOOKEEPER_CONNECT: connect,
    // All start together, so a broker waits long for ZooKeeper, and (in seconds) so does the script by which the
    // official image looks for it before the broker starts, ...
    KAFKA_ZOOKEEPER_CONNECTION_TIMEOUT_MS: "60000",
    KAFKA_CUB_ZK_TIMEOUT: "60",
    // ... but a killed broker's registration ends soon, because its successor cannot register before.
    KAFKA_ZOOKEEPER_SESSION_TIMEOUT_MS: sessionTimeoutMs,
  };
}

/** Every node is broker and controller: the controllers elect their leader, and only they keep the metadata. */
function kraftMode({ brokers }: Config, broker: number): Record<string, string> {
  const voters = membersOf(brokers).map((node) => `${node}@${memberName("kafka", node)}:${controllerPort}`);
  return {
    CLUSTER_ID: kraftClusterId,
    KAFKA_BROKER_SESSION_TIMEOUT_MS: sessionTimeoutMs,
    KAFKA_BROKER_HEARTBEAT_INTERVAL_MS: "1000",
    KAFKA_CONTROLLER_QUORUM_VOTERS: voters.join(","),
    // A dead controller is also a broker, whose session ends only after its successor is elected. So the others notice
    // its silence after 0.85 to 1.15 s instead of 2, and not at the same moment, or each would vote for itself. A request
    // is given up before that: into the connection to a machine that lost its power before, nothing comes back, and
    // Kafka's own 2 s would outlast the next two elections.
    KAFKA_CONTROLLER_QUORUM_ELECTION_TIMEOUT_MS: "500",
    KAFKA_CONTROLLER_QUORUM_FETCH_TIMEOUT_MS: String(700 + 150 * broker),
    KAFKA_CONTROLLER_QUORUM_REQUEST_TIMEOUT_MS: "700",
    // A broker learns that a change is committed only with the next record; without changes an empty record follows.
    KAFKA_METADATA_MAX_IDLE_INTERVAL_MS: "200",
    KAFKA_NODE_ID: String(broker),
    KAFKA_PROCESS_ROLES: "broker,controller",
    ...(brokers > 1 && controllerRequests),
  };
}

/** Kafka's own topics have as many replicas as the learner's; one broker can keep only one. */
function replication(config: Config, broker: number): Record<string, string> {
  const { factor, minInSync } = replicationOf(config);
  return {
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: String(factor),
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: String(minInSync),
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: String(factor),
    ...(config.brokers > 1 && {
      KAFKA_BROKER_RACK: `rack-${broker}`,
      KAFKA_DEFAULT_REPLICATION_FACTOR: String(factor),
      KAFKA_MIN_INSYNC_REPLICAS: String(minInSync),
      // A follower that stops fetching leaves the in-sync replicas before its session ends.
      KAFKA_REPLICA_LAG_TIME_MAX_MS: "4000",
      // A follower that learns of a new leader before the leader itself does is refused, and asks again only after this
      // time. During the default of 1 s nothing would be acknowledged by all.
      KAFKA_REPLICA_FETCH_BACKOFF_MS: "200",
      ...connectionSetup,
    }),
  };
}
