import type { WorkshopLab } from "./lesson.ts";

const topic = "message-topic";
const partitions = 3;

/**
 * The original lab, up, with an empty topic. Messages and added partitions cannot be removed from a topic, so
 * everything is destroyed. That takes a while, so it is skipped if nothing has been used, `isUnused` included.
 */
export async function setUpEmpty(lab: WorkshopLab, isUnused: () => Promise<boolean> = async () => true) {
  lab.restoreProgram();
  await lab.ensureUp();
  const ends = await lab.kafka.topicOffsets(topic);
  const isNew = ends.length === partitions && ends.every(({ high }) => high === 0);
  if (!isNew || !(await isUnused())) await startEmpty(lab);
}

export async function startEmpty(lab: WorkshopLab) {
  lab.say({ en: "Starting with an empty topic ...", fr: "On repart d'un topic vide ..." });
  await lab.destroy();
  await lab.ensureUp();
}
