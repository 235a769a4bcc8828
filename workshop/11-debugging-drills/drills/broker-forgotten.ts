import { beginAnew, beginStep, copied } from "../../authoring/drill-migration.ts";
import type { Text, WorkshopLab } from "../../authoring/lesson.ts";
import { servicesReady } from "../../authoring/shared-checks.ts";

export const level = 1;

export const after = "out-of-zookeeper";

export const symptom = {
  en: "The cluster of two brokers was to be migrated out of ZooKeeper yesterday. Users notice nothing, and /migration still says -1.",
  fr: "Le cluster de deux brokers devait quitter ZooKeeper hier. Les utilisateurs ne remarquent rien, et /migration dit toujours -1.",
};

export async function breakIt(lab: WorkshopLab) {
  await lab.up({ config: { brokers: 2, controllers: 1 } });
  await lab.up({ config: { migration: "controllers" } });
  await beginStep(lab, "kafka", { migration: "brokers" });
}

export const checks = [copied, servicesReady];

export const hints: Text[] = [
  {
    en: "The copy begins when the last broker has registered with the controller. The controller says for whom it waits:\n  docker logs --tail 20 controller",
    fr: "La copie commence quand le dernier broker s'est annoncé au contrôleur. Le contrôleur dit qui il attend\u00a0:\n  docker logs --tail 20 controller",
  },
  {
    en: "Which broker knows of the controllers? Compare:\n  docker exec kafka printenv KAFKA_CONTROLLER_QUORUM_VOTERS\n  docker exec kafka-2 printenv KAFKA_CONTROLLER_QUORUM_VOTERS",
    fr: "Quel broker connaît les contrôleurs\u00a0? Comparez\u00a0:\n  docker exec kafka printenv KAFKA_CONTROLLER_QUORUM_VOTERS\n  docker exec kafka-2 printenv KAFKA_CONTROLLER_QUORUM_VOTERS",
  },
  {
    en: "The program has the setting for both; it was applied to one:\n  ./lab up",
    fr: "Le programme a le réglage pour les deux\u00a0; il n'a été appliqué qu'à un\u00a0:\n  ./lab up",
  },
];

export const cures = [
  {
    text: { en: "./lab up, which finishes the step", fr: "./lab up, qui termine l'étape" },
    run: async (lab: WorkshopLab) => void (await lab.up()),
  },
];

export const restore = beginAnew;

export const explanation = {
  en: "The step was applied to one of the two brokers. Nothing breaks: the controllers wait until every broker that ZooKeeper knows has registered with them, because a cluster that they know only in part would lose the rest.",
  fr: "L'étape n'avait été appliquée qu'à un des deux brokers. Rien ne casse\u00a0: les contrôleurs attendent que chaque broker que ZooKeeper connaît s'annonce chez eux, car d'un cluster connu en partie le reste serait perdu.",
};
