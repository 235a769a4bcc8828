import type { KafkaVersion } from "../../common/kafka-versions.ts";

/** The tools whose classes Kafka 4 has moved, as `bin/tool` names them and as they are called there. */
const movedInFour = {
  "kafka.admin.AclCommand": "org.apache.kafka.tools.AclCommand",
  "kafka.admin.BrokerApiVersionsCommand": "org.apache.kafka.tools.BrokerApiVersionsCommand",
  "kafka.tools.ConsoleProducer": "org.apache.kafka.tools.ConsoleProducer",
};

/** The file `bin/tool` for a version: Kafka 4 has no shell of ZooKeeper, and some tools elsewhere. */
export function toolsOf({ version }: KafkaVersion, tool: string): string {
  if (Number.parseInt(version, 10) < 4) return tool;
  const moved = Object.entries(movedInFour).reduce(
    (text, [from, to]) => text.replace(`=${from}`, `=${to}`),
    tool,
  );
  return moved.replace(/^ *\[zookeeper-shell\]=.*\n/m, "");
}
