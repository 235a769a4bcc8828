import { createTopics } from "../authoring/create-topics.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";
import { withServiceHere } from "../authoring/service-here.ts";

const topic = "message-topic";

/** The copies of what the services in a second terminal log. */
export const logs = { careless: ".lab/careless.log", hasty: ".lab/hasty.log" };

/** A message that a service with ACKS=0 answers with 200, while the broker is frozen; then the broker is killed. */
export async function loseOne(lab: WorkshopLab, message = "nobody has me") {
  const settings = { CLIENT_ID: "careless", ACKS: "0" };
  const run = { service: "service-a", port: 5111, settings, log: logs.careless } as const;
  await withServiceHere(lab, run, async ({ post }) => {
    await post("all is well");
    await lab.exec("kafka", ["bash", "-c", "kill -STOP -1"]);
    await post(message);
    const kafka = lab.docker.getContainer(lab.nameOf("kafka"));
    await kafka.kill();
    await kafka.start();
  });
  await lab.ensureUp();
}

/** Posts a message while the broker pauses. */
export async function postWhilePaused(lab: WorkshopLab, message: string, pauseMs: number) {
  await lab.http.post("ready"); // so that service-a has no question of its own for the frozen broker
  const kafka = lab.docker.getContainer(lab.nameOf("kafka"));
  await kafka.pause();
  const thawed = new Promise((resolve) => setTimeout(resolve, pauseMs)).then(() => kafka.unpause());
  await lab.http.post(message);
  await thawed;
}

/** Kafka's own producer writes the same 200 messages with this codec. */
export async function writeBatch(lab: WorkshopLab, codec: string) {
  const order = '{"order": %g, "customer": "alice", "city": "Lyon", "paid": true}';
  const tool = `kafka-console-producer --bootstrap-server kafka:29092 --topic measure --compression-codec ${codec}`;
  await lab.exec("kafka", ["bash", "-c", `seq -f '${order}' 200 | ${tool}`]);
}

export const createMeasure = (lab: WorkshopLab) =>
  createTopics(lab, [{ topic: "measure", numPartitions: 1 }]);

/** How a member reads three messages of one key, before and after it is started again. */
export type Reading = {
  group: string;
  words: string;
  commitsFirst?: boolean;
  before: number;
  after: number;
};

/** A member at the end of the log gets three messages, reads some, and is started again. */
export async function readInTwoGoes(
  lab: WorkshopLab,
  { group, words, commitsFirst = false, before, after }: Reading,
) {
  const settings = {
    CLIENT_ID: group,
    GROUP_ID: group,
    AUTO_OFFSET_RESET: "latest",
    AUTO_COMMIT: String(commitsFirst),
  };
  const log = commitsFirst ? { log: logs.hasty } : {};
  const run = { service: "service-b", port: 5142, settings, ...log } as const;
  await withServiceHere(lab, run, async ({ get }) => {
    await get(3);
    for (const n of [1, 2, 3]) await lab.http.post(`${words} ${n}`, { key: "k" });
    for (let n = 1; n <= before; n += 1) await get();
    const what = { en: `${group} has committed all three`, fr: `${group} a validé les trois` };
    if (commitsFirst) await lab.poll(() => hasCommittedAll(lab, group), { what });
  });
  await withServiceHere(lab, run, async ({ get }) => {
    for (let n = 1; n <= after; n += 1) await get(3);
  });
}

/** Whether the group has come to the end of a partition. */
async function hasCommittedAll(lab: WorkshopLab, group: string) {
  const ends = await lab.kafka.topicOffsets(topic);
  const offsets = await lab.kafka.groupOffsets(group);
  return ends.some(({ partition, high }) =>
    offsets.some((each) => each.topic === topic && each.partition === partition && each.offset === high),
  );
}

/** Sets the group back to this offset; a member reads from there. */
export async function readAgainFrom(lab: WorkshopLab, group: string, message: string) {
  const found = (await lab.kafka.read(topic)).find(({ value }) => value === message);
  if (!found) throw new Error(`there is no message ${message}`);
  const partitions = [{ partition: found.partition, offset: String(found.offset) }];
  await lab.kafka.withAdmin((admin) => admin.setOffsets({ groupId: group, topic, partitions }));
  const settings = { CLIENT_ID: group, GROUP_ID: group, AUTO_OFFSET_RESET: "latest" };
  await withServiceHere(lab, { service: "service-b", port: 5142, settings }, ({ get }) => get());
}
