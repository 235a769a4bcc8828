import { setUpEmpty } from "../authoring/empty-topic.ts";
import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Check, Text, WorkshopLab } from "../authoring/lesson.ts";

const topic = "message-topic";
const instances = 3;
const otherGroups = ["second-group", "late-group"];
const lateMessage = "for those who came late";

/** A lab that is up, with one service-b, an empty topic, and no group but its own. */
export async function setup(lab: WorkshopLab) {
  await setUpEmpty(lab, async () => {
    const { groups } = await lab.kafka.withAdmin((admin) => admin.listGroups());
    return !groups.some(({ groupId }) => otherGroups.includes(groupId));
  });
}

export const checks: Check[] = [
  {
    id: "three-members",
    row: { en: "three instances share message-group", fr: "trois instances se partagent message-group" },
    command:
      "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group message-group --members",
    async observe(lab) {
      const { members } = await lab.kafka.describeGroup("message-group");
      const names = members.map(({ clientId }) => clientId).toSorted();
      return {
        passed: names.length === instances && names.every((name) => name.startsWith("service-b")),
        expected: "service-b, service-b-2, service-b-3",
        observed: list(names),
      };
    },
  },
  {
    id: "no-lag",
    row: {
      en: "nine messages or more, and at most one unread",
      fr: "neuf messages ou plus, au plus un non lu",
    },
    command:
      "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group message-group",
    async observe(lab) {
      const { sent, lag } = await lagOf(lab, "message-group");
      return {
        passed: sent >= 9 && lag <= 1,
        expected: { en: "9 or more, lag 0 or 1", fr: "9 ou plus, retard de 0 ou 1" },
        observed: { en: `${sent}, lag ${lag}`, fr: `${sent}, retard de ${lag}` },
      };
    },
  },
  {
    id: "second-group",
    row: {
      en: "second-group has read the first nine as well",
      fr: "second-group a lu les neuf premiers aussi",
    },
    command:
      "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group second-group",
    async observe(lab) {
      const offsets = await committed(lab, "second-group");
      return {
        passed: offsets.length === 3 && offsets.every((offset) => offset >= 3),
        expected: { en: "offset 3 in each partition", fr: "l'offset 3 dans chaque partition" },
        observed: list(offsets.map(String)),
      };
    },
  },
  {
    id: "late-group",
    row: { en: "late-group has read one message only", fr: "late-group n'a lu qu'un seul message" },
    command:
      "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group late-group",
    async observe(lab) {
      const message = (await lab.kafka.read(topic)).find(({ value }) => value === lateMessage);
      const offsets = await lab.kafka.groupOffsets("late-group");
      const committedThere = offsets.filter(({ offset }) => offset !== undefined);
      const isOne = committedThere.length === 1 && committedThere[0]?.partition === message?.partition;
      return {
        passed: isOne && message !== undefined && (committedThere[0]?.offset ?? 0) > message.offset,
        expected: { en: "one partition, past that message", fr: "une partition, après ce message" },
        observed: list(committedThere.map(({ partition, offset }) => `[[${partition}]] @${offset}`)),
      };
    },
  },
];

const ladders = {
  "three-members": [
    {
      en: "The row lists the members of the group. There must be three instances, and nobody else.",
      fr: "La ligne montre qui est dans le groupe. Il faut trois instances, et personne d'autre.",
    },
    {
      en: "The number of instances is a setting: ./lab config set serviceBInstances 3, then ./lab up",
      fr: "Le nombre d'instances est un réglage : ./lab config set serviceBInstances 3, puis ./lab up",
    },
    {
      en: "One of them is stopped? docker start service-b-2. A fourth still runs? Ctrl-C in its terminal.",
      fr: "L'une d'elles est arrêtée ? docker start service-b-2. Un quatrième tourne encore ? Ctrl-C dans son terminal.",
    },
  ],
  "no-lag": [
    {
      en: "Each instance hands out the messages of its own partition only.",
      fr: "Chaque instance ne remet que les messages de sa partition.",
    },
    {
      en: `Send: curl -H 'Content-Type: application/json' -d '"round 1"' http://localhost:5101/api/messages`,
      fr: `Envoyez : curl -H 'Content-Type: application/json' -d '"round 1"' http://localhost:5101/api/messages`,
    },
    {
      en: "Read at ports 5102, 5112 and 5122 until each answers 204: curl 'http://localhost:5112/api/messages?timeout=1'",
      fr: "Lisez aux ports 5102, 5112 et 5122 jusqu'à 204 partout : curl 'http://localhost:5112/api/messages?timeout=1'",
    },
  ],
  "second-group": [
    {
      en: "A member with another GROUP_ID reads from the beginning; the row shows how far its group has come.",
      fr: "Un membre avec un autre GROUP_ID lit depuis le début ; la ligne montre où en est son groupe.",
    },
    "  PORT=5142 CLIENT_ID=second GROUP_ID=second-group node_modules/.bin/node services/service-b/main.ts",
    {
      en: "Then read at port 5142 until it answers 204.",
      fr: "Puis lisez au port 5142 jusqu'à obtenir 204.",
    },
  ],
  "late-group": [
    {
      en: "A group that starts with `latest` reads what is sent after it has joined.",
      fr: "Un groupe qui démarre avec `latest` lit ce qui est envoyé une fois qu'il a rejoint.",
    },
    "  PORT=5152 CLIENT_ID=late GROUP_ID=late-group AUTO_OFFSET_RESET=latest node_modules/.bin/node services/service-b/main.ts",
    {
      en: `Then send "${lateMessage}" to service-a, and read it at port 5152.`,
      fr: `Puis envoyez « ${lateMessage} » à service-a, et lisez-le au port 5152.`,
    },
  ],
};

export const hints = hintsFrom(ladders, goOn(5));

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  await lab.up({ config: { serviceBInstances: instances } });
  await lab.ensureUp();
  for (let round = 1; round <= 9; round += 1) await lab.http.post(`round ${round}`);
  for (let instance = 1; instance <= instances; instance += 1) await readAll(lab, instance);
  await commitEnds(lab, "second-group");
  const { body } = await lab.http.post(lateMessage);
  await commit(lab, "late-group", [{ partition: body.partition, offset: String(body.offset + 1) }]);
  await lab.poll(async () => (await lagOf(lab, "message-group")).lag <= 1, {
    what: { en: "what was handed out is committed", fr: "ce qui a été remis est validé" },
  });
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

async function readAll(lab: WorkshopLab, instance: number) {
  while ((await lab.http.get({ timeoutSeconds: 2, instance })).status === 200);
}

/** Commits what a member of that group would have committed after reading everything. */
async function commitEnds(lab: WorkshopLab, group: string) {
  const ends = await lab.kafka.topicOffsets(topic);
  const offsets = ends.map(({ partition, high }) => ({ partition, offset: String(high) }));
  await commit(lab, group, offsets);
}

async function commit(
  lab: WorkshopLab,
  groupId: string,
  partitions: { partition: number; offset: string }[],
) {
  await lab.kafka.withAdmin((admin) => admin.setOffsets({ groupId, topic, partitions }));
}

async function committed(lab: WorkshopLab, group: string) {
  const offsets = (await lab.kafka.groupOffsets(group)).filter((each) => each.topic === topic);
  return offsets.flatMap(({ offset }) => offset ?? []);
}

async function lagOf(lab: WorkshopLab, group: string) {
  const sent = (await lab.kafka.topicOffsets(topic)).reduce((sum, { high }) => sum + high, 0);
  const read = (await committed(lab, group)).reduce((sum, offset) => sum + offset, 0);
  return { sent, lag: sent - read };
}

function list(texts: string[]): Text {
  return texts.length > 0 ? texts.join(", ") : { en: "none", fr: "aucun" };
}
