/** @import { OperationDocument } from "../engine.mjs" */
/** @import { LabConfig } from "../lab-config.mjs" */
/** @import { OperationSettings, WorkshopLab } from "./types.ts" */

/**
 * What `destroy` leaves behind where `keepData` is set goes as well, unless it was asked for: a learner may come from a
 * lesson that kept its data, and the next one counts on an empty topic.
 *
 * @param {WorkshopLab} lab
 * @param {() => LabConfig} config
 * @param {(settings: OperationSettings) => Promise<OperationDocument>} destroy
 */
export function destroyAll(lab, config, destroy) {
  return async (/** @type {OperationSettings} */ settings = {}) => {
    const document = await destroy(settings);
    if (!settings.keepVolumes && document.result !== "failed") await removeVolumes(lab, config());
    return document;
  };
}

/** @param {WorkshopLab} lab @param {LabConfig} config */
async function removeVolumes({ docker }, { labelName, stack }) {
  const label = [`kafka-lab.name=${labelName}`, `kafka-lab.stack=${stack}`];
  const { Volumes } = await docker.listVolumes({ filters: { label } });
  for (const { Name } of Volumes ?? []) await docker.getVolume(Name).remove();
}
