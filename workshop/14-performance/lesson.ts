import { LabError } from "../../common/lab-error.mjs";
import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Check, Text, WorkshopLab } from "../authoring/lesson.ts";
import { experiments, topicPrefix } from "./measure/experiments.ts";
import { ordersFile, writeOrders } from "./measure/orders.ts";
import { formatRatio } from "./measure/plot.ts";
import { bytesOnDisk } from "./measure/producer-test.ts";
import { openMeasures, runExperiment, type Values } from "./measure/run-experiment.ts";

const byHand = { topic: "by-hand", messages: 20_000, bytes: 100 };
const packed = { topic: "packed", messages: 10_000, valueBytes: 100, bytesEach: 13 };

/** A lab that is up, without what an earlier try has measured. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  openMeasures(lab).clear();
  await lab.kafka.withAdmin(async (admin) => {
    const ours = (await admin.listTopics()).filter(isOurs);
    if (ours.length > 0) await admin.deleteTopics({ topics: ours });
  });
  await lab.poll(async () => !(await topicsOf(lab)).some(isOurs), {
    what: { en: "the topics of an earlier try are gone", fr: "les topics d'un essai précédent ont disparu" },
  });
}

export const checks: Check[] = [
  {
    id: "by-hand",
    row: {
      en: `by-hand holds ${byHand.messages} messages of ${byHand.bytes} bytes`,
      fr: `by-hand contient ${byHand.messages} messages de ${byHand.bytes}\u00a0octets`,
    },
    command: "docker exec kafka kafka-get-offsets --bootstrap-server kafka:29092 --topic by-hand",
    async observe(lab) {
      const messages = await countIn(lab, byHand.topic);
      const sample = messages > 0 ? await lab.kafka.read(byHand.topic, { limit: 1 }) : [];
      const bytes = Buffer.byteLength(sample[0]?.value ?? "");
      return {
        passed: messages >= byHand.messages && bytes >= byHand.bytes,
        expected: {
          en: `${byHand.messages} or more, of ${byHand.bytes} bytes`,
          fr: `${byHand.messages} ou plus, de ${byHand.bytes}\u00a0octets`,
        },
        observed: {
          en: messages === 0 ? "none" : `${messages}, of ${bytes} bytes`,
          fr: messages === 0 ? "aucun" : `${messages}, de ${bytes}\u00a0octets`,
        },
      };
    },
  },
  measured("batching", {
    en: "batches have been measured",
    fr: "les lots ont été mesurés",
  }),
  measured("linger", {
    en: "the wait for a batch has been measured",
    fr: "l'attente d'un lot a été mesurée",
  }),
  measured("acks", {
    en: "acknowledgements have been measured",
    fr: "les acquittements ont été mesurés",
  }),
  measured("compression", {
    en: "compression has been measured",
    fr: "la compression a été mesurée",
  }),
  measured("partitions", {
    en: "writing to one partition and to three has been measured",
    fr: "l'écriture dans une et dans trois partitions a été mesurée",
  }),
  measured("members", {
    en: "one consumer and three have been measured",
    fr: "un consommateur et trois ont été mesurés",
  }),
  {
    id: "your-turn",
    row: {
      en: `your turn: packed keeps ${packed.messages} orders in at most ${packed.bytesEach} bytes each`,
      fr: `à vous de jouer\u00a0: packed garde ${packed.messages} commandes en ${packed.bytesEach}\u00a0octets au plus chacune`,
    },
    command: "docker exec kafka bash -c 'wc -c /var/lib/kafka/data/packed-[0-9]/*.log'",
    async observe(lab) {
      const messages = await countIn(lab, packed.topic);
      const sample = messages > 0 ? await lab.kafka.read(packed.topic, { limit: 100 }) : [];
      const values = sample.map(({ value }) => Buffer.byteLength(value ?? ""));
      const valueBytes = Math.round(values.reduce((sum, bytes) => sum + bytes, 0) / (values.length || 1));
      const each = messages > 0 ? (await bytesOnDisk(lab, packed.topic)) / messages : 0;
      return {
        passed: messages >= packed.messages && valueBytes >= packed.valueBytes && each <= packed.bytesEach,
        expected: {
          en: `${packed.messages} or more, of ${packed.valueBytes} bytes or more, each in ${packed.bytesEach} or less`,
          fr: `${packed.messages} ou plus, de ${packed.valueBytes}\u00a0octets ou plus, chacune en ${packed.bytesEach} au plus`,
        },
        observed: {
          en: messages === 0 ? "none" : `${messages}, of ${valueBytes} bytes, each in ${each.toFixed(1)}`,
          fr:
            messages === 0
              ? "aucune"
              : `${messages}, de ${valueBytes}\u00a0octets, chacune en ${each.toFixed(1).replace(".", ",")}`,
        },
      };
    },
  },
];

/** The row of an experiment: each of its lines has a value, and its messages are in its topics. */
function measured(name: string, row: Text): Check {
  const runs = experiments[name]?.runs ?? [];
  return {
    id: name,
    row,
    command: "node_modules/.bin/node workshop/14-performance/measure.ts",
    async observe(lab) {
      const values: Values = openMeasures(lab).get(name) ?? [];
      const counts = await Promise.all(runs.map(({ topic }) => countIn(lab, topic)));
      const ratios = values.map((value) => (values[0] ? value / values[0] : undefined));
      return {
        passed: values.length === runs.length && counts.every((count) => count > 0),
        expected: {
          en: `${runs.length} bars, of any length`,
          fr: `${runs.length} barres, quelle que soit leur longueur`,
        },
        observed: {
          en:
            values.length === 0
              ? "not measured"
              : ratios.map((ratio) => formatRatio(ratio, "en") || "0").join(", "),
          fr:
            values.length === 0
              ? "pas mesuré"
              : ratios.map((ratio) => formatRatio(ratio, "fr") || "0").join("\u00a0; "),
        },
      };
    },
  };
}

const measure = (name: string) => `  node_modules/.bin/node workshop/14-performance/measure.ts ${name}`;

/** For the row of one experiment; `look` says what it is about. */
const measureLadder = (name: string, look: Text): Text[] => [
  look,
  {
    en: "The lab measures it for you; the last word of the command says what:",
    fr: "Le labo le mesure pour vous\u00a0; le dernier mot de la commande dit quoi\u00a0:",
  },
  measure(name),
];

const ladders = {
  "by-hand": [
    {
      en: "Kafka brings a producer that sends as fast as it can, and says how fast that was.",
      fr: "Kafka fournit un producteur qui envoie aussi vite qu'il peut, et dit à quelle vitesse.",
    },
    {
      en: "The topic comes first:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --if-not-exists --topic by-hand",
      fr: "D'abord le topic\u00a0:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --if-not-exists --topic by-hand",
    },
    "  docker exec kafka kafka-producer-perf-test --topic by-hand --num-records 20000 --record-size 100 --throughput -1 --producer-props bootstrap.servers=kafka:29092",
  ],
  batching: measureLadder("batching", {
    en: "How much faster are many messages in one request than one message in each?",
    fr: "Combien de fois plus vite va un lot de messages qu'un message par requête\u00a0?",
  }),
  linger: measureLadder("linger", {
    en: "A producer may wait for a batch to fill. A message pays for that wait.",
    fr: "Un producteur peut attendre qu'un lot se remplisse. Le message paie cette attente.",
  }),
  acks: measureLadder("acks", {
    en: "What does it cost to wait for the broker's answer?",
    fr: "Que coûte l'attente de la réponse du broker\u00a0?",
  }),
  compression: measureLadder("compression", {
    en: "What do messages of one form have in common, and what does the disk save?",
    fr: "Qu'ont en commun des messages de même forme, et qu'économise le disque\u00a0?",
  }),
  partitions: measureLadder("partitions", {
    en: "Does a producer write faster to more partitions of the same broker?",
    fr: "Un producteur écrit-il plus vite dans plusieurs partitions du même broker\u00a0?",
  }),
  members: measureLadder("members", {
    en: "When do three consumers get more done than one?",
    fr: "Quand trois consommateurs avancent-ils plus vite qu'un seul\u00a0?",
  }),
  "your-turn": [
    {
      en: "Your bars of compression say what makes a log small: a codec, and something else.",
      fr: "Vos barres de compression disent ce qui rend un journal petit\u00a0: un codec, et autre chose.",
    },
    {
      en: "Codec and batch are settings of the producer. The orders that were measured are still there:\n  docker exec kafka head -n 2 /tmp/orders.json",
      fr: "Codec et lot sont des réglages du producteur. Les commandes mesurées sont toujours là\u00a0:\n  docker exec kafka head -n 2 /tmp/orders.json",
    },
    {
      en: "Are there large messages in it already? Then begin it anew; in either case, create it:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --if-exists --topic packed\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic packed",
      fr: "Contient-il déjà de grands messages\u00a0? Repartez de zéro\u00a0; dans tous les cas, créez-le\u00a0:\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --delete --if-exists --topic packed\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic packed",
    },
    "  docker exec kafka kafka-producer-perf-test --topic packed --num-records 10000 --payload-file /tmp/orders.json --throughput -1 --producer-props bootstrap.servers=kafka:29092 compression.type=zstd batch.size=131072 linger.ms=500",
  ],
};

export const hints = hintsFrom(ladders, goOn(14));

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  await lab.kafka.withAdmin((admin) =>
    admin.createTopics({
      topics: [byHand.topic, packed.topic].map((topic) => ({
        topic,
        numPartitions: 1,
        replicationFactor: 1,
      })),
      waitForLeaders: true,
    }),
  );
  await send(lab, [byHand.topic, byHand.messages], ["--record-size", String(byHand.bytes)], []);
  for (const name of Object.keys(experiments)) {
    lab.say({ en: `Measuring: ${name} ...`, fr: `Mesure\u00a0: ${name} ...` });
    await runExperiment(lab, name);
  }
  await writeOrders(lab);
  const small = ["compression.type=zstd", "batch.size=131072", "linger.ms=500"];
  await send(lab, [packed.topic, packed.messages], ["--payload-file", ordersFile], small);
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

async function send(
  lab: WorkshopLab,
  [topic, messages]: [string, number],
  content: string[],
  settings: string[],
) {
  const { exitCode, stderr } = await lab.exec("kafka", [
    ...["kafka-producer-perf-test", "--topic", topic, "--num-records", String(messages), ...content],
    ...["--throughput", "-1", "--producer-props", "bootstrap.servers=kafka:29092", ...settings],
  ]);
  if (exitCode !== 0)
    throw new LabError(`kafka-producer-perf-test failed: ${stderr.trim()}`, "Look: ./lab doctor");
}

function isOurs(topic: string): boolean {
  return topic === byHand.topic || topic === packed.topic || topic.startsWith(topicPrefix);
}

function topicsOf(lab: WorkshopLab): Promise<string[]> {
  return lab.kafka.withAdmin((admin) => admin.listTopics());
}

async function countIn(lab: WorkshopLab, topic: string): Promise<number> {
  if (!(await topicsOf(lab)).includes(topic)) return 0;
  const offsets = await lab.kafka.topicOffsets(topic);
  return offsets.reduce((sum, { low, high }) => sum + high - low, 0);
}
