import { replaceIn, revertFile } from "../../authoring/drill-edits.ts";
import { beginAnew, beginStep, controllersFile, copied } from "../../authoring/drill-migration.ts";
import type { Text, WorkshopLab } from "../../authoring/lesson.ts";
import { servicesReady } from "../../authoring/shared-checks.ts";

export const level = 2;

export const after = "out-of-zookeeper";

export const symptom = {
  en: "The migration out of ZooKeeper hangs: brokers and controllers run, nothing is copied. And the disk with Docker's logs is filling up.",
  fr: "La sortie de ZooKeeper est bloquée\u00a0: brokers et contrôleurs tournent, rien n'est copié. Et le disque des logs de Docker se remplit.",
};

export async function breakIt(lab: WorkshopLab) {
  replaceIn(lab, controllersFile, "CLUSTER_ID: clusterId,", 'CLUSTER_ID: "the-id-of-another-labA",');
  await lab.up({ config: { controllers: 1, migration: "controllers" } });
  await beginStep(lab, "kafka", { migration: "brokers" });
}

export const checks = [copied, servicesReady];

export const hints: Text[] = [
  {
    en: "Which container writes so much, and what?\n  docker logs --tail 5 kafka",
    fr: "Quel conteneur écrit tant, et quoi\u00a0?\n  docker logs --tail 5 kafka",
  },
  {
    en: "Two ids of a cluster: that of the brokers, and that with which the controller was formatted. Compare:\n  docker exec kafka grep cluster.id /var/lib/kafka/data/meta.properties\n  docker exec controller grep cluster.id /var/lib/kafka/data/meta.properties",
    fr: "Deux identifiants de cluster\u00a0: celui des brokers, et celui avec lequel le contrôleur a été formaté. Comparez\u00a0:\n  docker exec kafka grep cluster.id /var/lib/kafka/data/meta.properties\n  docker exec controller grep cluster.id /var/lib/kafka/data/meta.properties",
  },
  {
    en: `The program gives it: put it right. A volume that is formatted keeps its id, so go one step back, which removes it, and forward again:\n  git checkout ${controllersFile}\n  ./lab config set migration controllers\n  ./lab up\n  ./lab config set migration brokers\n  ./lab up`,
    fr: `C'est le programme qui le donne\u00a0: corrigez-le. Un volume formaté garde son identifiant\u00a0; revenez donc d'un pas, ce qui le supprime, puis avancez de nouveau\u00a0:\n  git checkout ${controllersFile}\n  ./lab config set migration controllers\n  ./lab up\n  ./lab config set migration brokers\n  ./lab up`,
  },
];

export const cures = [
  {
    text: {
      en: `the right id in ${controllersFile}; migration controllers, ./lab up; migration brokers, ./lab up`,
      fr: `le bon identifiant dans ${controllersFile}\u00a0; migration controllers, ./lab up\u00a0; migration brokers, ./lab up`,
    },
    async run(lab: WorkshopLab) {
      revertFile(lab, controllersFile);
      for (const migration of ["controllers", "brokers"]) await lab.up({ config: { migration } });
    },
  },
];

export const restore = beginAnew;

export const explanation = {
  en: "The controller's volume was formatted with the id of another cluster. The broker asks it for the metadata log some thirty times a second, is told INCONSISTENT_CLUSTER_ID, and goes on under ZooKeeper. The id of a migrating cluster is the one that ZooKeeper has kept since its first day.",
  fr: "Le volume du contrôleur a été formaté avec l'identifiant d'un autre cluster. Le broker lui demande le journal une trentaine de fois par seconde, s'entend répondre INCONSISTENT_CLUSTER_ID, et continue avec ZooKeeper. L'identifiant d'un cluster qui migre est celui que ZooKeeper garde depuis le premier jour.",
};
