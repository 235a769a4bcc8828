import { deleteTopics } from "./delete-topics.ts";
import type { WorkshopLab } from "./lesson.ts";

const brought = "workshop/16-your-own-clients/exercise";

/** What makes playground/ a project of its own: modules, types, and the client library of lesson 16. */
export function preparePlayground(lab: WorkshopLab): void {
  for (const name of ["package.json", "package-lock.json", "tsconfig.json"])
    lab.files.write(`playground/${name}`, lab.files.read(`${brought}/${name}.txt`) ?? "");
}

/** Copies programs that a lesson brings; there they end in .txt, so that they are no part of the project. */
export function bringPrograms(lab: WorkshopLab, from: string, names = programsIn(lab, from)): void {
  for (const name of names)
    lab.files.write(`playground/${name}`, lab.files.read(`${from}/${name}.txt`) ?? "");
}

/** The names of the programs in a folder of a lesson. */
export function programsIn(lab: WorkshopLab, folder: string): string[] {
  return lab.files.list(folder).map((path) => path.slice(folder.length + 1, -".txt".length));
}

type Topics = { topics: readonly string[]; groups: RegExp };

/** Makes topics anew, empty, because messages cannot be removed from a topic. */
export async function emptyTopics(lab: WorkshopLab, which: Topics): Promise<void> {
  await removeTopics(lab, which);
  for (const topic of which.topics) await createTopic(lab, topic, 3);
}

/** Removes topics, and the groups that have read them: their offsets would count in topics of the same name. */
export async function removeTopics(lab: WorkshopLab, { topics, groups }: Topics): Promise<void> {
  await lab.kafka.withAdmin(async (admin) => {
    const all = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
    const own = all.filter((id) => groups.test(id));
    if (own.length > 0) await admin.deleteGroups(own).catch(() => undefined); // a member may still be there
  });
  await deleteTopics(lab, topics);
}

/** Creates a topic as soon as one of that name, deleted before, is gone. */
export async function createTopic(lab: WorkshopLab, topic: string, partitions: number): Promise<void> {
  const topics = [{ topic, numPartitions: partitions, replicationFactor: 1 }];
  const create = () =>
    lab.kafka.withAdmin((admin) => admin.createTopics({ topics, waitForLeaders: true })).catch(() => false);
  await lab.poll(create, { what: { en: `the topic ${topic} is there`, fr: `le topic ${topic} est là` } });
}
