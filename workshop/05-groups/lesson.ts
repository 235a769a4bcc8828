import { setUpEmpty } from "../authoring/empty-topic.ts";
import { commitsIn, type GroupEvent, hadMembers, historyOf } from "../authoring/group-history.ts";
import type { Check, StoredMessage, Text, WorkshopLab } from "../authoring/lesson.ts";
import { comeLate, generationsOf, lagByThree, lagOf, lendASpare, readAll, readAs, send } from "./acts.ts";
import { missedMessages } from "./missed-messages.ts";

export { hints } from "./hints.ts";

const topic = "message-topic";
const instances = 3;
const wantedLag = 3;
const otherGroups = ["second-group", "late-group"];
const partitions = [0, 1, 2];

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
    command: `${describing("message-group")} --members`,
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
    id: "spare",
    row: {
      en: "a fourth member came, and took the place of one that left",
      fr: "un quatrième membre est venu, et a pris la place d'un autre",
    },
    command: offsetsLog("message-group"),
    async observe(lab) {
      const generations = await generationsOf(lab, "message-group");
      const full = generations.findIndex((clients) => clients.length > instances);
      const later = full < 0 ? [] : generations.slice(full + 1);
      const took = later.find((clients) => clients.length <= instances && clients.some(isStranger));
      const seen = took ?? generations[full] ?? generations.at(-1) ?? [];
      return {
        passed: took !== undefined,
        expected: {
          en: "four members, then three, the new one among them",
          fr: "quatre membres, puis trois, dont le nouveau",
        },
        observed: list(seen.toSorted()),
      };
    },
  },
  {
    id: "second-group",
    row: {
      en: "second-group has read everything, was set back, and has read on from there",
      fr: "second-group a tout lu, a été ramené en arrière, et a relu la suite",
    },
    command: offsetsLog("second-group"),
    async observe(lab) {
      const history = await historyOf(lab, "second-group");
      const again = partitions.filter((partition) => hasReadAgain(history, partition));
      const offsets = partitions.flatMap((partition) => commitsIn(history, partition).at(-1)?.offset ?? []);
      return {
        passed: again.length === partitions.length,
        expected: {
          en: "in each partition offset 3, then a lower one, then 3 again, by a member",
          fr: "dans chaque partition l'offset 3, puis un plus petit, puis 3 de nouveau, par un membre",
        },
        observed: {
          en: `read twice: ${again.length} of 3 partitions; offsets now: ${offsets.join(", ") || "none"}`,
          fr: `relues\u00a0: ${again.length} partitions sur 3\u00a0; offsets actuels\u00a0: ${offsets.join(", ") || "aucun"}`,
        },
      };
    },
  },
  {
    id: "late-group",
    row: {
      en: "late-group, with latest, has skipped a message sent while it was away",
      fr: "late-group, avec latest, a sauté un message envoyé en son absence",
    },
    command: offsetsLog("late-group"),
    async observe(lab) {
      const [history, messages] = [await historyOf(lab, "late-group"), await lab.kafka.read(topic)];
      const missed = missedMessages(history, messages);
      return {
        passed: missed.length > 0,
        expected: {
          en: "a message that came between two starts of the group, and that it never got",
          fr: "un message arrivé entre deux démarrages du groupe, et qu'il n'a jamais reçu",
        },
        observed: list(missed.map(place)),
      };
    },
  },
  {
    id: "lag-three",
    row: {
      en: "your turn: nine messages or more, and message-group lags by exactly 3",
      fr: "à vous de jouer\u00a0: neuf messages ou plus, et message-group a exactement 3 de retard",
    },
    command: describing("message-group"),
    async observe(lab) {
      const { sent, lag } = await lagOf(lab, "message-group");
      return {
        passed: sent >= 9 && lag === wantedLag,
        expected: { en: "9 or more, lag 3", fr: "9 ou plus, retard de 3" },
        observed: { en: `${sent}, lag ${lag}`, fr: `${sent}, retard de ${lag}` },
      };
    },
  },
];

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  await lab.up({ config: { serviceBInstances: instances } });
  await lab.ensureUp();
  await send(lab, "round", [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (let instance = 1; instance <= instances; instance += 1) await readAll(lab, instance);
  await lendASpare(lab);
  await readTwice(lab);
  await comeLate(lab);
  await lagByThree(lab);
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

async function readTwice(lab: WorkshopLab) {
  await readAs(lab, "second-group", 9);
  await lab.kafka.withAdmin((admin) =>
    admin.setOffsets({
      groupId: "second-group",
      topic,
      partitions: partitions.map((partition) => ({ partition, offset: "1" })),
    }),
  );
  await readAs(lab, "second-group", 6);
}

/** Whether the partition's first three messages were read, and the last of them again after an older offset was set. */
function hasReadAgain(history: readonly GroupEvent[], partition: number) {
  const commits = commitsIn(history, partition);
  const read = commits.find(({ at, offset }) => offset >= 3 && hadMembers(history.slice(0, at)));
  const back = read && commits.find(({ at, offset }) => at > read.at && offset < 3);
  return commits.some(
    ({ at, offset }) => back && at > back.at && offset >= 3 && hadMembers(history.slice(back.at, at)),
  );
}

function isStranger(client: string) {
  return !/^service-b(-\d)?$/.test(client);
}

function describing(group: string) {
  return `docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group ${group}`;
}

/** Kafka's own topic for groups, decoded: who was in the group, and what was committed. */
function offsetsLog(group: string) {
  return `docker exec kafka kafka-dump-log --offsets-decoder --files /var/lib/kafka/data/__consumer_offsets-0/00000000000000000000.log | grep ${group}`;
}

function place({ value, partition, offset }: StoredMessage) {
  return `${value} [[${partition}]] @${offset}`;
}

function list(texts: readonly string[]): Text {
  return texts.length > 0 ? texts.join(", ") : { en: "none", fr: "aucun" };
}
