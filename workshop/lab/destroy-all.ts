import { finishing } from "../../common/interrupts.mjs";
import type { OperationDocument } from "../../lib/engines/engine-operation.ts";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import type { OperationSettings, WorkshopLab } from "../authoring/lesson.ts";

/**
 * Also removes the volumes that `destroy` leaves if `keepData` is set, unless they are wanted: a learner may come from
 * a lesson that kept its data, but the next one needs an empty topic.
 */
export function destroyAll(
  lab: WorkshopLab,
  config: () => LabConfig,
  destroy: (settings: OperationSettings) => Promise<OperationDocument>,
) {
  const everything = { en: "what is being removed", fr: "ce qui est en cours de suppression" };
  return (settings: OperationSettings = {}) =>
    finishing(everything, async () => {
      const document = await destroy(settings);
      if (!settings.keepVolumes && document.result !== "failed") await removeVolumes(lab, config());
      return document;
    });
}

/** Kafka's first, because a new broker can join an old ZooKeeper, but no old broker a new ZooKeeper. */
async function removeVolumes({ docker }: WorkshopLab, { labelName, stack }: LabConfig) {
  const label = [`kafka-lab.name=${labelName}`, `kafka-lab.stack=${stack}`];
  const { Volumes } = await docker.listVolumes({ filters: { label } });
  for (const { Name } of (Volumes ?? []).toSorted((a, b) => (a.Name < b.Name ? -1 : 1)))
    await docker.getVolume(Name).remove();
}
