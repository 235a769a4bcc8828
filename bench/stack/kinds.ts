const kinds: Record<string, Record<string, string>> = {
  one: {},
  cluster: { brokers: "3", zookeepers: "3" },
  kraft: { brokers: "3", mode: "kraft" },
};

/** The kinds of stack that are measured: one broker, three with three ZooKeepers, three without. */
export const kindNames = Object.keys(kinds);

/** The settings that make a kind. */
export function settingsOfKind(kind: string) {
  const settings = kinds[kind];
  if (!settings) throw new Error(`expected --stack ${kindNames.join("|")}, saw ${kind}`);
  return settings;
}
