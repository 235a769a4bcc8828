import type { WorkshopLab } from "./lesson.ts";

/** Offset `offset` committed for a partition of message-topic; null when the commit was deleted. */
export interface Committed {
  readonly kind: "committed";
  readonly timeMs: number;
  readonly partition: number;
  readonly offset: number | null;
}

/** The client ids of a group's members after a rebalance; none when the last one has left. */
export interface Members {
  readonly kind: "members";
  readonly timeMs: number;
  readonly clients: readonly string[];
}

export type GroupEvent = Committed | Members;

/**
 * What has become of a group, oldest first, out of the topic in which Kafka keeps groups: their offsets now do not say
 * how they came about. Compaction leaves the newest segment alone, and a lab has only that one.
 */
export async function historyOf(lab: WorkshopLab, group: string): Promise<GroupEvent[]> {
  const files = '"$(ls /var/lib/kafka/data/__consumer_offsets-*/*.log | paste -sd, -)"';
  const dump = `kafka-dump-log --offsets-decoder --files ${files} | grep '"group":"${group}"'`;
  const { stdout } = await lab.exec("kafka", ["bash", "-c", dump]);
  const events = stdout.split("\n").flatMap(parse);
  const deletedAt = events.lastIndexOf("group deleted");
  return events.slice(deletedAt + 1).filter((event) => event !== "group deleted");
}

/** The offsets committed for one partition, with their places in the history. */
export function commitsIn(history: readonly GroupEvent[], partition: number) {
  return history.flatMap((event, at) =>
    event.kind === "committed" && event.partition === partition && event.offset !== null && event.offset >= 0
      ? [{ at, offset: event.offset }]
      : [],
  );
}

/** Whether the group had members at some time in this part of its history. */
export function hadMembers(history: readonly GroupEvent[]): boolean {
  return history.some((event) => event.kind === "members" && event.clients.length > 0);
}

const commitKey = "1";
const membersKey = "2";

function parse(line: string): (GroupEvent | "group deleted")[] {
  const [, time, keyText = "", valueText = ""] =
    /CreateTime: (\d+) .*? key: (\{.*?\}\}) payload: ?(.*)$/.exec(line) ?? [];
  if (time === undefined) return [];
  const timeMs = Number(time);
  const key = JSON.parse(keyText);
  const value = valueText.startsWith("{") ? JSON.parse(valueText).data : undefined;
  if (key.type === commitKey && key.data.topic === "message-topic")
    return [{ kind: "committed", timeMs, partition: key.data.partition, offset: value?.offset ?? null }];
  if (key.type !== membersKey) return [];
  if (!value) return ["group deleted"];
  return [{ kind: "members", timeMs, clients: value.members.map(clientOf) }];
}

function clientOf({ clientId }: { clientId: string }) {
  return clientId;
}
