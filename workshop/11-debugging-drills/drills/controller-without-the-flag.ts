import { replaceIn, revertFile } from "../../authoring/drill-edits.ts";
import {
  beginAnew,
  beginStep,
  controllersFile,
  migrationFlag,
  waiting,
} from "../../authoring/drill-migration.ts";
import type { Text, WorkshopLab } from "../../authoring/lesson.ts";
import { servicesReady } from "../../authoring/shared-checks.ts";

export const level = 2;

export const after = "out-of-zookeeper";

export const symptom = {
  en: "The first step out of ZooKeeper was taken: the controller runs and is healthy. But ZooKeeper knows nothing of a migration.",
  fr: "Le premier pas pour quitter ZooKeeper est fait\u00a0: le contrôleur tourne, en bonne santé. Mais ZooKeeper n'a jamais entendu parler d'une migration.",
};

export async function breakIt(lab: WorkshopLab) {
  replaceIn(lab, controllersFile, migrationFlag, "");
  await beginStep(lab, "controller", { controllers: 1, migration: "controllers" });
}

export const checks = [waiting, servicesReady];

export const hints: Text[] = [
  {
    en: "A controller says at its first start what kind of cluster it belongs to. Look for it:\n  docker logs controller 2>&1 | grep -i migration",
    fr: "Un contrôleur dit à son premier démarrage à quelle sorte de cluster il appartient. Cherchez-le\u00a0:\n  docker logs controller 2>&1 | grep -i migration",
  },
  {
    en: "A new cluster, it believes: it was not told to migrate. What was it told, and by which file?\n  docker exec controller printenv | grep -i zookeeper\n  git diff infra",
    fr: "Il se croit dans un cluster tout neuf\u00a0: on ne lui a pas dit de migrer. Que lui a-t-on dit, et dans quel fichier\u00a0?\n  docker exec controller printenv | grep -i zookeeper\n  git diff infra",
  },
  {
    en: `Put the line back. The controller's log was begun for a new cluster and stays so, hence one step back, which removes it, and forward again:\n  git checkout ${controllersFile}\n  ./lab config set migration none\n  ./lab up\n  ./lab config set migration controllers\n  ./lab up`,
    fr: `Remettez la ligne. Le journal du contrôleur a été commencé pour un cluster neuf et le reste\u00a0; donc un pas en arrière, qui le supprime, puis de nouveau en avant\u00a0:\n  git checkout ${controllersFile}\n  ./lab config set migration none\n  ./lab up\n  ./lab config set migration controllers\n  ./lab up`,
  },
];

export const cures = [
  {
    text: {
      en: `put the line back in ${controllersFile}; migration none, ./lab up; migration controllers, ./lab up`,
      fr: `remettre la ligne dans ${controllersFile}\u00a0; migration none, ./lab up\u00a0; migration controllers, ./lab up`,
    },
    async run(lab: WorkshopLab) {
      revertFile(lab, controllersFile);
      for (const migration of ["none", "controllers"]) await lab.up({ config: { migration } });
    },
  },
];

export const restore = beginAnew;

export const explanation = {
  en: "The controller lacked zookeeper.metadata.migration.enable. It began the metadata log of a new cluster, and that cannot be changed: with the setting added later it does not start, until its volume is removed. KRaft brokers would have asked a log that knows no topic.",
  fr: "Il manquait au contrôleur zookeeper.metadata.migration.enable. Il a commencé le journal d'un cluster neuf, et cela ne se change pas\u00a0: avec le réglage ajouté après coup, il ne démarre plus, tant que son volume n'est pas supprimé. Des brokers KRaft auraient interrogé un journal qui ne connaît aucun topic.",
};
