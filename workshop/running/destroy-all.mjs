import { finishing } from "../../lib/terminal/interrupts.mjs";

/** @import { OperationDocument } from "../../lib/engines/operate.mjs" */
/** @import { LabConfig } from "../../lib/project/lab-config.mjs" */
/** @import { OperationSettings, WorkshopLab } from "../authoring/lesson.ts" */

/**
 * What `destroy` leaves behind where `keepData` is set goes as well, unless it was asked for: a learner may come from a
 * lesson that kept its data, and the next one counts on an empty topic.
 *
 * @param {WorkshopLab} lab
 * @param {() => LabConfig} config
 * @param {(settings: OperationSettings) => Promise<OperationDocument>} destroy
 */
export function destroyAll(lab, config, destroy) {
  const everything = { en: "what is being removed", fr: "ce qui est en cours de suppression" };
  return (/** @type {OperationSettings} */ settings = {}) =>
    finishing(everything, async () => {
      const document = await destroy(settings);
      if (!settings.keepVolumes && document.result !== "failed") await removeVolumes(lab, config());
      return document;
    });
}

/**
 * Kafka's first: a new broker joins an old ZooKeeper, and no old one a new ZooKeeper.
 *
 * @param {WorkshopLab} lab
 * @param {LabConfig} config
 */
async function removeVolumes({ docker }, { labelName, stack }) {
  const label = [`kafka-lab.name=${labelName}`, `kafka-lab.stack=${stack}`];
  const { Volumes } = await docker.listVolumes({ filters: { label } });
  for (const { Name } of (Volumes ?? []).toSorted((a, b) => (a.Name < b.Name ? -1 : 1)))
    await docker.getVolume(Name).remove();
}
