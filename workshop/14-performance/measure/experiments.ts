import type { Text } from "../../authoring/lesson.ts";

/** One line of a plot. */
interface Run {
  /** What the learner changes, and the line's name. */
  readonly label: Text;
  readonly topic: string;
  readonly partitions: number;
}

/** A producer of Kafka's own, with settings as in its `--producer-props`. */
export interface ProducerRun extends Run {
  readonly records: number;
  readonly props: readonly string[];
}

/** So many consumers of a group that share the topic's partitions. */
export interface MembersRun extends Run {
  readonly members: number;
}

/** What is measured: messages a second, the wait of half of them, their bytes on the disk, or a group's rate. */
export type Experiment = {
  readonly title: Text;
  /** What the bars show. */
  readonly unit: Text;
} & (
  | { readonly kind: "rate" | "latency" | "size"; readonly runs: readonly ProducerRun[] }
  | { readonly kind: "members"; readonly runs: readonly MembersRun[] }
);

/** Bytes of a message, where its content does not matter. */
export const recordBytes = 100;

/** What the producer of `linger` is given each second: few messages, as from a service that is not busy. */
export const calmRate = 200;

/** How long a member of a group works on a message, and how many messages there are. */
export const work = { milliseconds: 10, messages: 180 };

/** The topics of all experiments begin so. */
export const topicPrefix = "measure-";

/** One message in a batch, one request under way: the next message waits until this one is acknowledged. */
const oneByOne = ["batch.size=0", "max.in.flight.requests.per.connection=1"];

const perSecond = { en: "messages a second", fr: "messages par seconde" };

/** The experiments, by the names that a learner types, in the order of the lesson. */
export const experiments: Readonly<Record<string, Experiment>> = {
  batching: {
    kind: "rate",
    title: { en: "Messages in batches", fr: "Des messages par lots" },
    unit: perSecond,
    runs: [
      produce("batching", 5_000, ["batch.size=0"]),
      produce("batching", 50_000, ["batch.size=16384"]),
      produce("batching", 50_000, ["batch.size=131072", "linger.ms=20"]),
    ],
  },
  linger: {
    kind: "latency",
    title: {
      en: `What waiting for a batch costs, at ${calmRate} messages a second`,
      fr: `Ce que coûte l'attente d'un lot, à ${calmRate} messages par seconde`,
    },
    unit: {
      en: "half of the messages took at most so many ms",
      fr: "la moitié des messages ont pris au plus tant de ms",
    },
    runs: [0, 20, 200].map((ms) => produce("linger", 600, [`linger.ms=${ms}`])),
  },
  acks: {
    kind: "rate",
    title: { en: "What acknowledgements cost", fr: "Ce que coûtent les acquittements" },
    unit: perSecond,
    runs: [
      ...["acks=0", "acks=1", "acks=all"].map((acks) => ({
        ...produce("acks", 3_000, [acks, ...oneByOne]),
        label: { en: `${acks}, one by one`, fr: `${acks}, un à un` },
      })),
      produce("acks", 50_000, ["acks=all"]),
    ],
  },
  compression: {
    kind: "size",
    title: { en: "What compression saves", fr: "Ce que la compression économise" },
    unit: { en: "bytes of a message on the disk", fr: "octets d'un message sur le disque" },
    runs: [
      produce("compression", 20_000, ["compression.type=none"]),
      produce("compression", 20_000, ["compression.type=lz4"]),
      produce("compression", 20_000, ["compression.type=zstd"]),
      produce("compression", 2_000, ["compression.type=zstd", "batch.size=0"]),
    ],
  },
  partitions: {
    kind: "rate",
    title: { en: "Writing to one partition, and to three", fr: "Écrire dans une partition, et dans trois" },
    unit: perSecond,
    runs: [1, 3].map((partitions) => ({
      ...produce(`partitions-${partitions}`, 50_000, []),
      label: partitions === 1 ? "1 partition" : `${partitions} partitions`,
      partitions,
    })),
  },
  members: {
    kind: "members",
    title: {
      en: `Consumers that work ${work.milliseconds} ms on each message`,
      fr: `Des consommateurs qui travaillent ${work.milliseconds}\u00a0ms par message`,
    },
    unit: perSecond,
    runs: [share(1, 1), share(1, 3), share(3, 1), share(3, 3)],
  },
};

function produce(name: string, records: number, props: readonly string[]): ProducerRun {
  return { label: props.join(" "), topic: topicPrefix + name, partitions: 1, records, props };
}

function share(partitions: number, members: number): MembersRun {
  const [some, ones] = [
    partitions === 1 ? "1 partition" : `${partitions} partitions`,
    members === 1 ? "" : "s",
  ];
  const label = { en: `${some}, ${members} consumer${ones}`, fr: `${some}, ${members} consommateur${ones}` };
  return { label, topic: `${topicPrefix}members-${partitions}`, partitions, members };
}
