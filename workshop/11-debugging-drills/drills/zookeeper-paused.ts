import { onePause } from "../../authoring/drill-pause.ts";
import type { Text } from "../../authoring/lesson.ts";

export const level = 1;

export const symptom = {
  en: "Nobody can create a topic any more: the command ends with a timeout. Messages still arrive for a while, then strange errors begin.",
  fr: "Il n'est plus possible de créer un topic\u00a0: la commande échoue après un long délai. Les messages passent encore un moment, puis des erreurs étranges apparaissent.",
};

export const { breakIt, checks, cures } = onePause("zookeeper", {
  en: "ZooKeeper answers",
  fr: "ZooKeeper répond",
});

export const hints: Text[] = [
  {
    en: "What does the broker need to create a topic, but not to store a message?",
    fr: "De quoi le broker a-t-il besoin pour créer un topic, et pas pour enregistrer un message\u00a0?",
  },
  {
    en: "Look at the state of every container:\n  docker ps -a",
    fr: "Regardez l'état de chaque conteneur\u00a0:\n  docker ps -a",
  },
  "  docker unpause zookeeper",
];

export const explanation = {
  en: "ZooKeeper was frozen (docker pause). Producing and reading need only the brokers; changes of the metadata, such as a new topic, wait for ZooKeeper.",
  fr: "ZooKeeper était gelé (docker pause). Pour écrire et lire, les brokers suffisent\u00a0; ce qui change les métadonnées, comme un nouveau topic, attend ZooKeeper.",
};
