import { setUpEmpty } from "../authoring/empty-topic.ts";
import { commitsIn, hadMembers, historyOf } from "../authoring/group-history.ts";
import type { Check, StoredMessage, Text, WorkshopLab } from "../authoring/lesson.ts";
import { forgetServiceLogs, type RequestLine, readServiceLog } from "../authoring/service-here.ts";
import { serviceLog } from "../authoring/service-log.ts";
import {
  createMeasure,
  logs,
  loseOne,
  postWhilePaused,
  readAgainFrom,
  readInTwoGoes,
  writeBatch,
} from "./acts.ts";
import { batchesOf } from "./batches.ts";

export { hints } from "./hints.ts";

const topic = "message-topic";
const codecs = ["none", "gzip", "snappy", "lz4", "zstd"];
const promises = ["promise 1", "promise 2", "promise 3"];
const kept = ["kept 1", "kept 2", "kept 3"];
const requestTimeoutMs = 5_000;

/** A lab that is up with the original program, an empty topic, and nothing of an earlier try. */
export async function setup(lab: WorkshopLab) {
  forgetServiceLogs(lab, Object.values(logs));
  await setUpEmpty(lab, async () => {
    const topics = await lab.kafka.withAdmin((admin) => admin.listTopics());
    const { groups } = await lab.kafka.withAdmin((admin) => admin.listGroups());
    const ours = groups.filter(({ groupId }) => ["hasty", "careful"].includes(groupId));
    return !topics.includes("measure") && ours.length === 0;
  });
}

export const checks: Check[] = [
  {
    id: "lost",
    row: {
      en: "a message was acknowledged with 200, and is in no log",
      fr: "un message a été acquitté par un 200, et n'est dans aucun journal",
    },
    command: `grep '"POST"' ${logs.careless}`,
    async observe(lab) {
      const acknowledged = readServiceLog(lab, logs.careless)?.filter(isStoredSays);
      const stored = new Set((await lab.kafka.read(topic)).map(requestIdOf));
      const lost = acknowledged?.filter(({ requestId }) => !stored.has(requestId));
      return {
        passed: (lost?.length ?? 0) > 0,
        expected: {
          en: "a request in .lab/careless.log that has no message",
          fr: "une requête dans .lab/careless.log qui n'a pas de message",
        },
        observed: acknowledged
          ? {
              en: `${acknowledged.length} acknowledged, ${lost?.length} of them in no log`,
              fr: `${acknowledged.length} acquittés, dont ${lost?.length} dans aucun journal`,
            }
          : { en: `no ${logs.careless}`, fr: `pas de ${logs.careless}` },
      };
    },
  },
  {
    id: "patience",
    row: {
      en: '"patience" was sent again, because no answer came in time',
      fr: "«\u00a0patience\u00a0» a été renvoyé, faute de réponse à temps",
    },
    command: reading,
    async observe(lab) {
      const copies = (await lab.kafka.read(topic)).filter(({ value }) => value === "patience");
      const lines: readonly RequestLine[] = await serviceLog(lab, "service-a");
      const retried = copies.filter((copy) => {
        const took = lines.find((line) => line.requestId === requestIdOf(copy))?.durationMs ?? 0;
        const twice = copies.filter((other) => requestIdOf(other) === requestIdOf(copy)).length > 1;
        return twice || took > requestTimeoutMs;
      });
      return {
        passed: retried.length > 0,
        expected: {
          en: "two with one x-request-id, or one that took more than 5 s",
          fr: "deux avec le même x-request-id, ou un qui a pris plus de 5\u00a0s",
        },
        observed: {
          en: `${copies.length} stored, sent again: ${retried.length > 0 ? "yes" : "no"}`,
          fr: `${copies.length} enregistré(s), renvoyé\u00a0: ${retried.length > 0 ? "oui" : "non"}`,
        },
      };
    },
  },
  {
    id: "compression",
    row: {
      en: "one log has batches of five codecs; those of gzip and zstd are under half",
      fr: "un journal a des lots de cinq codecs\u00a0; ceux de gzip et zstd font moins de la moitié",
    },
    command:
      "docker exec kafka kafka-dump-log --files /var/lib/kafka/data/measure-0/00000000000000000000.log | grep compresscodec",
    async observe(lab) {
      const bytes = await batchesOf(lab, "measure");
      const none = bytes.get("none") ?? 0;
      const isSmall = (codec: string) => (bytes.get(codec) ?? Number.POSITIVE_INFINITY) < none / 2;
      return {
        passed: codecs.every((codec) => bytes.has(codec)) && isSmall("gzip") && isSmall("zstd"),
        expected: codecs.join(", "),
        observed: inBytesAMessage(bytes),
      };
    },
  },
  {
    id: "hasty",
    row: {
      en: "hasty has committed promise 1 to 3, and lost what it had not handed out",
      fr: "hasty a validé promise 1 à 3, et perdu ce qu'il n'avait pas remis",
    },
    command: `grep '"GET"' ${logs.hasty}`,
    async observe(lab) {
      const history = await historyOf(lab, "hasty");
      const over = history.findLastIndex((event) => event.kind === "members" && event.clients.length === 0);
      const passed = (await storedOf(lab, promises)).filter(({ partition, offset }) =>
        commitsIn(history.slice(0, over + 1), partition).some((commit) => commit.offset > offset),
      );
      const given = readServiceLog(lab, logs.hasty)?.filter(({ method, status }) => isGet(method, status));
      const lost = passed.filter((each) => given && !given.some((line) => isOf(line, each)));
      return {
        passed: new Set(passed.map(textOf)).size === promises.length && lost.length > 0,
        expected: {
          en: "all three committed, and one or more handed to nobody",
          fr: "tous les trois validés, et au moins un remis à personne",
        },
        observed: given
          ? {
              en: `committed: ${named(passed) || "none"}; lost: ${named(lost) || "none"}`,
              fr: `validés\u00a0: ${named(passed) || "aucun"}\u00a0; perdus\u00a0: ${named(lost) || "aucun"}`,
            }
          : { en: `no ${logs.hasty}`, fr: `pas de ${logs.hasty}` },
      };
    },
  },
  {
    id: "careful",
    row: {
      en: "careful has read kept 1 to 3, started again in between",
      fr: "careful a lu kept 1 à 3, redémarré entre-temps",
    },
    command: describing("careful"),
    async observe(lab) {
      const history = await historyOf(lab, "careful");
      const ends = history.flatMap((event, at) =>
        event.kind === "members" && event.clients.length === 0 ? [at] : [],
      );
      const stored = await storedOf(lab, kept);
      const readAt = new Map(
        stored.map((message) => [textOf(message), firstPast(history, message) ?? Number.POSITIVE_INFINITY]),
      );
      const places = kept.map((value) => readAt.get(value) ?? Number.POSITIVE_INFINITY);
      const [first = 0, last = 0] = [Math.min(...places), Math.max(...places)];
      const read = kept.filter((value) => Number.isFinite(readAt.get(value)));
      return {
        passed: read.length === kept.length && ends.some((at) => first < at && at < last),
        expected: {
          en: "kept 1 to 3, with a pause of the group in between",
          fr: "kept 1 à 3, avec une pause du groupe au milieu",
        },
        observed: {
          en: `${read.join(", ") || "none"}; pauses of the group: ${ends.length}`,
          fr: `${read.join(", ") || "aucun"}\u00a0; pauses du groupe\u00a0: ${ends.length}`,
        },
      };
    },
  },
  {
    id: "twice",
    row: {
      en: "your turn: a member of careful has handed out kept 1 twice",
      fr: "à vous de jouer\u00a0: un membre de careful a remis kept 1 deux fois",
    },
    command: describing("careful"),
    async observe(lab) {
      const history = await historyOf(lab, "careful");
      const stored = await storedOf(lab, ["kept 1"]);
      const times = Math.max(0, ...stored.map((message) => timesRead(history, message)));
      return {
        passed: times > 1,
        expected: { en: "read twice by the group", fr: "lu deux fois par le groupe" },
        observed: { en: `read ${times} times`, fr: `lu ${times} fois` },
      };
    },
  },
];

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  await loseOne(lab);
  await lab.http.post("after the crash");
  await postWhilePaused(lab, "patience", 8_000);
  await lab.ensureUp();
  await createMeasure(lab);
  for (const codec of codecs) await writeBatch(lab, codec);
  await readInTwoGoes(lab, { group: "hasty", words: "promise", commitsFirst: true, before: 1, after: 1 });
  await readInTwoGoes(lab, { group: "careful", words: "kept", before: 1, after: 2 });
  await readAgainFrom(lab, "careful", "kept 1");
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

function isStoredSays({ method, status }: RequestLine) {
  return method === "POST" && status === 200;
}

function isGet(method?: string, status?: number) {
  return method === "GET" && status === 200;
}

function isOf(line: RequestLine, { partition, offset }: StoredMessage) {
  return line.partition === partition && line.offset === offset;
}

/** Where in its history the group first came past this message. */
function firstPast(history: Awaited<ReturnType<typeof historyOf>>, { partition, offset }: StoredMessage) {
  return commitsIn(history, partition).find((commit) => commit.offset > offset)?.at;
}

/** How often a member came past this message: once more after each time that the group was set back. */
function timesRead(history: Awaited<ReturnType<typeof historyOf>>, { partition, offset }: StoredMessage) {
  let times = 0;
  let from = 0;
  let isPast = false;
  for (const commit of commitsIn(history, partition)) {
    const goesPast = commit.offset > offset;
    if (goesPast && !isPast && hadMembers(history.slice(from, commit.at))) times += 1;
    if (goesPast !== isPast) from = commit.at;
    isPast = goesPast;
  }
  return times;
}

async function storedOf(lab: WorkshopLab, values: readonly string[]) {
  return (await lab.kafka.read(topic)).filter((message) => values.includes(textOf(message)));
}

function textOf({ value }: StoredMessage) {
  return value ?? "";
}

function requestIdOf({ headers }: StoredMessage) {
  return headers["x-request-id"];
}

function named(messages: readonly StoredMessage[]) {
  return [...new Set(messages.map(textOf))].join(", ");
}

function inBytesAMessage(bytes: ReadonlyMap<string, number>): Text {
  const each = [...bytes].map(([codec, count]) => `${codec} ${Math.round(count)}`).join(", ");
  return {
    en: each ? `bytes a message: ${each}` : "no batch",
    fr: each ? `octets par message\u00a0: ${each}` : "aucun lot",
  };
}

function reading() {
  return "docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic message-topic --from-beginning --timeout-ms 5000 --property print.headers=true";
}

function describing(group: string) {
  return `docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group ${group}`;
}
