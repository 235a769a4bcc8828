import { setUpEmpty } from "../authoring/empty-topic.ts";
import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Check, Text, WorkshopLab } from "../authoring/lesson.ts";

const topic = "message-topic";
const group = "message-group";
const codecs = ["none", "gzip", "snappy", "lz4", "zstd"];
const lost = "nobody has me";
const afterCrash = "after the crash";
const promises = ["promise 1", "promise 2", "promise 3"];
const kept = ["kept 1", "kept 2", "kept 3"];

/** A lab that is up with the original program, nothing waiting for service-b, and no topics of an earlier try. */
export async function setup(lab: WorkshopLab) {
  await setUpEmpty(lab, async () => {
    const topics = await lab.kafka.withAdmin((admin) => admin.listTopics());
    return !topics.some((name) => name.startsWith("measure-"));
  });
}

export const checks: Check[] = [
  {
    id: "lost-and-found",
    row: {
      en: `"${afterCrash}" is in the log, "${lost}" is not`,
      fr: `« ${afterCrash} » est dans le journal, « ${lost} » n'y est pas`,
    },
    command: reading,
    async observe(lab) {
      const values = await valuesIn(lab);
      const seen = [afterCrash, lost].filter((value) => values.includes(value));
      return {
        passed: seen.length === 1 && seen[0] === afterCrash,
        expected: afterCrash,
        observed: list(seen),
      };
    },
  },
  {
    id: "patience",
    row: {
      en: '"patience" was stored while the broker had paused',
      fr: "« patience » a été enregistré malgré la pause du broker",
    },
    command: reading,
    async observe(lab) {
      const found = (await valuesIn(lab)).includes("patience");
      return { passed: found, expected: "patience", observed: list(found ? ["patience"] : []) };
    },
  },
  {
    id: "compression",
    row: {
      en: "five logs of one text; gzip and zstd under half",
      fr: "cinq journaux d'un texte ; gzip et zstd sous la moitié",
    },
    command: "docker exec kafka bash -c 'cd /var/lib/kafka/data && wc -c measure-*/*.log'",
    async observe(lab) {
      const sizes = await logSizes(lab);
      const none = sizes.get("none") ?? 0;
      const isSmall = (codec: string) => (sizes.get(codec) ?? Number.POSITIVE_INFINITY) < none / 2;
      return {
        passed: codecs.every((codec) => sizes.get(codec)) && isSmall("gzip") && isSmall("zstd"),
        expected: codecs.join(", "),
        observed: list([...sizes].map(([codec, bytes]) => `${codec} ${bytes}`)),
      };
    },
  },
  {
    id: "promises",
    row: {
      en: "promise 1 to 3 were sent, and the group has passed them",
      fr: "promise 1 à 3 sont envoyés, et le groupe les a dépassés",
    },
    command: describing,
    observe: (lab) => passedBy(lab, promises),
  },
  {
    id: "kept",
    row: {
      en: "service-b commits after delivery, and kept 1 to 3 were read",
      fr: "service-b valide après livraison, et kept 1 à 3 sont lus",
    },
    command: describing,
    async observe(lab) {
      const variables = (await lab.inspect("service-b"))?.Config.Env ?? [];
      const before = variables.includes("AUTO_COMMIT=true");
      const { passed, expected, observed } = await passedBy(lab, kept);
      return before
        ? { passed: false, expected: "AUTO_COMMIT=false", observed: "AUTO_COMMIT=true" }
        : { passed, expected, observed };
    },
  },
];

const ladders = {
  "lost-and-found": [
    {
      en: "Only with ACKS=0, on port 5111, and only while the broker is frozen, is a message lost in this way.",
      fr: "Un message ne se perd ainsi qu'avec ACKS=0, sur le port 5111, et pendant que le broker est gelé.",
    },
    {
      en: "Is Kafka still frozen or stopped? docker unpause kafka, or docker restart kafka",
      fr: "Kafka est-il encore gelé ou arrêté ? docker unpause kafka, ou docker restart kafka",
    },
    {
      en: `Afterwards send the second one: curl -H 'Content-Type: application/json' -d '"${afterCrash}"' http://localhost:5101/api/messages`,
      fr: `Envoyez ensuite le second : curl -H 'Content-Type: application/json' -d '"${afterCrash}"' http://localhost:5101/api/messages`,
    },
    {
      en: `If "${lost}" is in the log, the broker had time to read it. Begin anew: ./lab reset`,
      fr: `Si « ${lost} » est dans le journal, le broker a eu le temps de le lire. Recommencez : ./lab reset`,
    },
  ],
  patience: [
    {
      en: "Post it while the broker pauses for 3 s.",
      fr: "Postez-le pendant que le broker fait une pause de 3 s.",
    },
    `  docker pause kafka; (sleep 3; docker unpause kafka) & curl -H 'Content-Type: application/json' -d '"patience"' http://localhost:5101/api/messages`,
  ],
  compression: [
    {
      en: "The row shows which codecs have a log, and its size in bytes.",
      fr: "La ligne montre quels codecs ont un journal, et combien d'octets il contient.",
    },
    {
      en: "Run service-a once for each codec that is missing, with COMPRESSION=CODEC TOPIC=measure-CODEC, and post README.md to it.",
      fr: "Lancez service-a pour chaque codec manquant, avec COMPRESSION=CODEC TOPIC=measure-CODEC, et postez-lui README.md.",
    },
  ],
  promises: [
    {
      en: "With AUTO_COMMIT true, what service-b has fetched counts as read.",
      fr: "Avec AUTO_COMMIT à true, ce que service-b a pris compte comme lu.",
    },
    {
      en: "Make the small change in infra/index.ts, ./lab up, then send promise 1, 2 and 3 with the key k and read one.",
      fr: "Faites le petit changement dans infra/index.ts, ./lab up, puis envoyez promise 1, 2 et 3 avec la clé k et lisez-en un.",
    },
  ],
  kept: [
    {
      en: "Take AUTO_COMMIT out of infra/index.ts again, then ./lab up",
      fr: "Retirez AUTO_COMMIT de infra/index.ts, puis ./lab up",
    },
    {
      en: "Send kept 1, 2 and 3 with the key k, and read until the answer is 204.",
      fr: "Envoyez kept 1, 2 et 3 avec la clé k, et lisez jusqu'à obtenir 204.",
    },
  ],
};

export const hints = hintsFrom(ladders, goOn(6));

/** Leaves on the broker what a learner who did everything would; lost messages leave nothing. */
export async function solve(lab: WorkshopLab) {
  await setup(lab);
  for (const message of [afterCrash, "patience"]) await lab.http.post(message);
  for (const codec of codecs) await measure(lab, codec);
  for (const message of [...promises, ...kept]) await lab.http.post(message, { key: "k" });
  while ((await lab.http.get({ timeoutSeconds: 2 })).status === 200);
  await lab.poll(async () => (await passedBy(lab, kept)).passed, {
    what: { en: "what was handed out is committed", fr: "ce qui a été remis est validé" },
  });
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** Kafka's own producer compresses as service-a does, and needs no second service. */
async function measure(lab: WorkshopLab, codec: string) {
  const name = `measure-${codec}`;
  await lab.kafka.withAdmin((admin) => admin.createTopics({ topics: [{ topic: name, numPartitions: 1 }] }));
  const text = Buffer.from((lab.files.read("README.md") ?? "").replaceAll("\n", " ")).toString("base64");
  const command = `echo ${text} | base64 -d | kafka-console-producer --bootstrap-server kafka:29092 --topic ${name} --compression-codec ${codec}`;
  await lab.exec("kafka", ["bash", "-c", command]);
}

async function logSizes(lab: WorkshopLab) {
  const command = "cd /var/lib/kafka/data && wc -c measure-*/*.log";
  const { stdout } = await lab.exec("kafka", ["bash", "-c", command]);
  const sizes = new Map();
  for (const [, bytes, codec] of stdout.matchAll(/(\d+) measure-(\w+)-0\//g))
    if (Number(bytes) > 0) sizes.set(codec, Number(bytes));
  return sizes;
}

/** Whether the group has committed past each of these. */
async function passedBy(lab: WorkshopLab, messages: string[]) {
  const offsets = await lab.kafka.groupOffsets(group);
  const stored = (await lab.kafka.read(topic)).filter(({ value }) => messages.includes(value ?? ""));
  const passed = stored.filter(({ partition, offset }) =>
    offsets.some((each) => each.partition === partition && (each.offset ?? 0) > offset),
  );
  const values = new Set(passed.map(({ value }) => value ?? ""));
  return {
    passed: values.size === messages.length,
    expected: messages.join(", "),
    observed: list([...values]),
  };
}

async function valuesIn(lab: WorkshopLab) {
  return (await lab.kafka.read(topic)).flatMap(({ value }) => value ?? []);
}

function reading() {
  return "docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic message-topic --from-beginning --timeout-ms 5000";
}

function describing() {
  return "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group message-group";
}

function list(texts: string[]): Text {
  return texts.length > 0 ? texts.join(", ") : { en: "none", fr: "aucun" };
}
