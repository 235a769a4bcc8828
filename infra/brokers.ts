import { memberName, membersOf } from "../common/lab-layout.ts";
import type { Config } from "./config.ts";
import { controllerPort, type Listener, listenerEnvironment } from "./listeners.ts";

/**
 * How long a broker may be silent before its partitions get another leader, in both modes. Shorter finds a dead
 * broker sooner, and on a busy laptop also takes a slow one for dead. ZooKeeper wants two of its ticks at least.
 */
const sessionTimeoutMs = "6000";

/** The cluster's identity in KRaft mode, which ZooKeeper otherwise hands out: fixed, so that every node is formatted alike. */
const clusterId = "S2Fma2EtbGFiLWtyYWZ0AA";

/** Where the brokers keep their data: a volume is there, and an image's own choice may be elsewhere. */
export const dataDirectory = "/var/lib/kafka/data";

/** What broker n is told, apart from its heap. */
export function brokerEnvironment(
  config: Config,
  broker: number,
  listeners: readonly Listener[],
  zookeeperConnect: string | undefined,
): Record<string, string> {
  return {
    ...(zookeeperConnect ? zookeeperMode(broker, zookeeperConnect) : kraftMode(config, broker)),
    ...listenerEnvironment(listeners),
    ...replication(config, broker),
    // Topics are made on purpose.
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false",
    KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: "1",
    KAFKA_LOG_DIRS: dataDirectory,
    // Kafka waits 3 s for further members by default: a first read would be that slow.
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
  };
}

/** How many brokers keep each message, and how many of them must have it before `acks=all` is answered. */
export function replicationOf({ brokers }: Pick<Config, "brokers">): { factor: number; minInSync: number } {
  return { factor: brokers, minInSync: brokers === 3 ? 2 : 1 };
}

function zookeeperMode(broker: number, connect: string): Record<string, string> {
  return {
    KAFKA_BROKER_ID: String(broker),
    KAFKA_ZOOKEEPER_CONNECT: connect,
    // All start together: wait for ZooKeeper patiently, and in seconds as long in the script by which the official image
    // looks for it before the broker starts, ...
    KAFKA_ZOOKEEPER_CONNECTION_TIMEOUT_MS: "60000",
    KAFKA_CUB_ZK_TIMEOUT: "60",
    // ... but let a killed broker's registration end soon, for its successor cannot register before.
    KAFKA_ZOOKEEPER_SESSION_TIMEOUT_MS: sessionTimeoutMs,
  };
}

/** Every node is broker and controller: the controllers vote among themselves, and nothing else keeps the metadata. */
function kraftMode({ brokers }: Config, broker: number): Record<string, string> {
  const voters = membersOf(brokers).map((node) => `${node}@${memberName("kafka", node)}:${controllerPort}`);
  return {
    CLUSTER_ID: clusterId,
    KAFKA_BROKER_SESSION_TIMEOUT_MS: sessionTimeoutMs,
    KAFKA_BROKER_HEARTBEAT_INTERVAL_MS: "1000",
    KAFKA_CONTROLLER_QUORUM_VOTERS: voters.join(","),
    // A dead controller is a broker as well, whose session ends only after its successor is elected: so it is missed
    // after 0.7 to 1 s instead of 2. Not at the same moment by all, who would each vote for themselves.
    KAFKA_CONTROLLER_QUORUM_ELECTION_TIMEOUT_MS: "500",
    KAFKA_CONTROLLER_QUORUM_FETCH_TIMEOUT_MS: String(550 + 150 * broker),
    // A broker learns that a change is committed with the next record only; without changes there is an empty one.
    KAFKA_METADATA_MAX_IDLE_INTERVAL_MS: "200",
    KAFKA_NODE_ID: String(broker),
    KAFKA_PROCESS_ROLES: "broker,controller",
  };
}

/** Kafka's own topics are kept as often as the learner's; one broker can keep everything only once. */
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
      // A follower that hears of a new leader before that one does is refused, and asks again only after this. For the
      // default, 1 s, nothing would be acknowledged by all.
      KAFKA_REPLICA_FETCH_BACKOFF_MS: "200",
      // A killed container's address answers nothing at all. Waiting 10 s for it, the default, a broker would miss its
      // heartbeats to the next controller, and be taken for dead as well.
      KAFKA_SOCKET_CONNECTION_SETUP_TIMEOUT_MS: "1000",
      KAFKA_SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS: "2000",
    }),
  };
}
