import type { WorkshopLab } from "./lesson.ts";

const topic = "message-topic";
const partitions = 3;

/**
 * The lab as it came, up, with an empty topic. What was written to a topic, or made it grow, cannot be taken back, so
 * everything goes with it. That takes a while, and is left out where nothing has been used, `isUnused` included.
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
