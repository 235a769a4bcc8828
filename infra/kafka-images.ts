/** The settings that are checked. */
interface ImageSettings {
  readonly mode: "zookeeper" | "kraft";
  readonly kafkaImage: string;
  readonly zookeeperImage: string;
}

/**
 * Images with which the lab would not come up, recognised by their names, each with what to set instead. A registry or
 * a mirror may precede a name; images that the lab does not know are accepted. `howToSet` gives the command for a
 * setting.
 */
export function imageConflicts(
  { mode, kafkaImage, zookeeperImage }: ImageSettings,
  howToSet: (key: string, value: string) => string,
): string[] {
  const checked: [key: "kafkaImage" | "zookeeperImage", image: string][] =
    mode === "zookeeper"
      ? [
          ["kafkaImage", kafkaImage],
          ["zookeeperImage", zookeeperImage],
        ]
      : [["kafkaImage", kafkaImage]];
  return checked.flatMap(([key, image]) => {
    const reason =
      foreignSettings(image) ??
      (mode === "zookeeper" ? withoutZooKeeper(image, howToSet("mode", "kraft")) : undefined);
    if (!reason) return [];
    const instead = `confluentinc/cp-${key === "kafkaImage" ? "kafka" : "zookeeper"}:7.9.10`;
    return [`kafka-lab:${key}: ${image} ${reason}; set another with: ${howToSet(key, instead)}`];
  });
}

/** Why an image does not read the lab's settings, which are in the variables of the official images. */
function foreignSettings(image: string): string | undefined {
  const { name } = nameAndTag(image);
  if (/(^|\/)bitnami\w*\/kafka$/.test(name)) return "reads KAFKA_CFG_* and not the KAFKA_* of this lab";
  if (/(^|\/)bitnami\w*\/zookeeper$/.test(name)) return "reads ZOO_* and not the ZOOKEEPER_* of this lab";
  if (/^((docker\.io|.+[.:].*)\/)?(library\/)?zookeeper$/.test(name))
    return "reads ZOO_* and not the ZOOKEEPER_* of this lab";
  if (/(^|\/)apache\/kafka-native$/.test(name)) return "has no Java, whose settings this lab makes";
  return undefined;
}

/** Kafka 4 has no ZooKeeper mode, and Apache's image never had one. */
function withoutZooKeeper(image: string, kraft: string): string | undefined {
  const { name, tag } = nameAndTag(image);
  const hint = `(without ZooKeeper: ${kraft})`;
  if (/(^|\/)apache\/kafka$/.test(name)) return `does not run with ZooKeeper ${hint}`;
  if (/(^|\/)kafka-lab\/kafka$/.test(name) && Number.parseInt(tag, 10) >= 4)
    return `is Kafka 4, which does not run with ZooKeeper ${hint}`;
  if (!/(^|\/)confluentinc\/(cp-(enterprise-)?kafka|cp-server|confluent-local)$/.test(name)) return undefined;
  const isNew = tag.startsWith("latest") || Number(/^(\d+)/.exec(tag)?.[1] ?? 0) >= 8;
  if (isNew) return `is Kafka 4, which does not run with ZooKeeper; 7.9 is the last that does ${hint}`;
  return name.endsWith("confluent-local") ? `does not run with ZooKeeper ${hint}` : undefined;
}

/** "mirror:5000/confluentinc/cp-kafka:7.9.10@sha256:..." is named without its tag and its digest. */
function nameAndTag(image: string): { name: string; tag: string } {
  const [reference = ""] = image.split("@");
  const [, name = reference, tag = ""] = /^(.*?)(?::([^:/]+))?$/.exec(reference) ?? [];
  return { name, tag };
}
