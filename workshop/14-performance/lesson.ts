import { LabError } from "../../common/lab-error.mjs";
import { createTopics } from "../authoring/create-topics.ts";
import { deleteTopics } from "../authoring/delete-topics.ts";
import type { Check, Text, WorkshopLab } from "../authoring/lesson.ts";
import { experiments, topicPrefix } from "./measure/experiments.ts";
import { ordersFile, writeOrders } from "./measure/orders.ts";
import { formatRatio } from "./measure/plot.ts";
import { bytesOnDisk } from "./measure/producer-test.ts";
import { openMeasures, runExperiment, type Values } from "./measure/run-experiment.ts";

export { hints } from "./hints.ts";

const byHand = { topic: "by-hand", messages: 20_000, bytes: 100 };
const packed = { topic: "packed", messages: 10_000, valueBytes: 100, bytesEach: 13 };

/** A lab that is up, without what an earlier try has measured. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  openMeasures(lab).clear();
  await deleteTopics(lab, (await topicsOf(lab)).filter(isOurs));
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

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  const names = [byHand.topic, packed.topic];
  await createTopics(
    lab,
    names.map((topic) => ({ topic, numPartitions: 1, replicationFactor: 1 })),
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
