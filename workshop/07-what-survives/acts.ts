import type { WorkshopLab } from "../authoring/lesson.ts";
import { copyVolume, removeVolumes } from "./volumes.ts";

const parts = ["zookeeper-data", "zookeeper-log"];

/** The copies that a learner makes. */
export const copies = { zookeeper: parts.map((part) => `copy-of-${part}`), kafka: "copy-of-kafka-data" };

/** A message is kept through a `destroy`, after which nothing runs. */
export async function destroyAndKeep(lab: WorkshopLab) {
  lab.config.set("keepData", true);
  await lab.ensureUp();
  await lab.http.post("I was here", { key: "me" });
  await lab.destroy({ keepVolumes: true });
}

/** With nothing running: ZooKeeper's volumes are copied, lost, and made anew from the copies. */
export async function loseAndRestore(lab: WorkshopLab) {
  for (const part of parts) await copyVolume(lab, lab.nameOf(part), `copy-of-${part}`);
  await removeVolumes(lab, parts.map(lab.nameOf));
  for (const part of parts) await copyVolume(lab, `copy-of-${part}`, lab.nameOf(part));
  await removeVolumes(lab, copies.zookeeper);
}

/** With no broker running: the other half is copied. */
export async function copyKafka(lab: WorkshopLab) {
  await copyVolume(lab, lab.nameOf("kafka-data"), copies.kafka);
}
