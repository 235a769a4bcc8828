import type { GroupMove, GroupTarget } from "../../../contract/kafka-requests.ts";
import type { Both } from "../../../contract/language.ts";
import type { Bounds, PartitionName } from "../brokers/offsets.ts";
import { activeWords, noGroupWords, silentWords } from "../refusals/refusals.ts";
import type { FoundGroup } from "./read-groups.ts";

/** What a plan is made of. */
export interface MoveFacts {
  readonly group: FoundGroup;
  readonly topic: string;
  readonly to: GroupTarget;
  /** Of the topic, in their order; those whose leader does not answer are in `silent`. */
  readonly partitions: readonly (PartitionName & Bounds)[];
  readonly silent: readonly number[];
  /** For a time: the first offset from then on by partition, -1 without a record. */
  readonly atTime: ReadonlyMap<number, number>;
}

export type MovePlan = Pick<GroupMove, "obstacle" | "positions">;

/** Where a move would take a group, by partition, and why it cannot be made now. */
export function planMove(facts: MoveFacts): MovePlan {
  const { group, topic, to, partitions } = facts;
  const wanted =
    to.kind === "offset" ? partitions.filter(({ partition }) => partition === to.partition) : partitions;
  const committed = new Map(
    group.committed
      .filter((each) => each.topic === topic)
      .map(({ partition, offset }) => [partition, offset]),
  );
  const positions = wanted.map((bounds) => {
    const from = committed.get(bounds.partition);
    const { offset, note } = targetOf(to, bounds, facts.atTime.get(bounds.partition));
    return {
      partition: bounds.partition,
      from,
      to: offset,
      note: note ?? (from === offset ? stays : undefined),
    };
  });
  return { obstacle: obstacleOf(facts), positions };
}

function obstacleOf({ group: { description }, topic, silent }: MoveFacts): Both | undefined {
  const { groupId, state, members } = description;
  if (state === "Dead") return noGroupWords(groupId);
  if (state !== "Empty") return activeWords(groupId, members.length || undefined);
  return silent.length > 0 ? silentWords(topic, silent) : undefined;
}

function targetOf(
  to: GroupTarget,
  { low, high }: Bounds,
  atTime: number | undefined,
): { offset: number; note?: Both } {
  switch (to.kind) {
    case "earliest":
      return { offset: low };
    case "latest":
      return { offset: high };
    case "time":
      return atTime === undefined || atTime < 0 ? { offset: high, note: nothingSince } : { offset: atTime };
    case "offset":
      if (to.offset < low) return { offset: low, note: deleted };
      return to.offset > high ? { offset: high, note: beyond } : { offset: to.offset };
  }
}

const stays: Both = { en: "It is there already.", fr: "Il y est déjà." };
const nothingSince: Both = {
  en: "No record is from that time or later: the end.",
  fr: "Aucun enregistrement n'est de ce moment ou d'après\u00a0: la fin.",
};
const deleted: Both = {
  en: "That record is deleted: the first that is left.",
  fr: "Cet enregistrement est supprimé\u00a0: le premier qui reste.",
};
const beyond: Both = {
  en: "No record has that offset yet: the end.",
  fr: "Aucun enregistrement n'a encore cet offset\u00a0: la fin.",
};

/** The command that does the same, in the container of a broker. */
export function moveCommand(
  broker: string,
  internal: string,
  group: string,
  topic: string,
  to: GroupTarget,
): string {
  const of = to.kind === "offset" ? `${topic}:${to.partition}` : topic;
  return [
    `docker exec ${broker} kafka-consumer-groups --bootstrap-server ${internal}`,
    `--group ${quoted(group)} --topic ${quoted(of)} --reset-offsets ${optionOf(to)} --execute`,
  ].join(" ");
}

function optionOf(to: GroupTarget): string {
  switch (to.kind) {
    case "earliest":
      return "--to-earliest";
    case "latest":
      return "--to-latest";
    case "offset":
      return `--to-offset ${to.offset}`;
    case "time":
      return `--to-datetime ${new Date(to.timestampMs).toISOString().replace("Z", "")}`;
  }
}

/** For a shell. */
function quoted(text: string): string {
  return /^[\w.:@%+=/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
