import { unlessAlready } from "../../../lib/docker/ignore-status.ts";
import { replaceIn, revert } from "../../authoring/drill-edits.ts";
import type { Text, WorkshopLab } from "../../authoring/lesson.ts";
import { servicesReady } from "../../authoring/shared-checks.ts";

const file = "infra/brokers.ts";
const right = "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: String(factor)";
const offsets = "__consumer_offsets";

export const level = 3;

export const symptom = {
  en: "Sending works, reading does not: service-b waits for its group, and its log mentions a coordinator that is not available.",
  fr: "L'envoi fonctionne, la lecture non\u00a0: service-b attend son groupe, et ses logs parlent d'un coordinateur indisponible.",
};

/** As on a new broker: the offsets topic does not exist yet when the setting takes effect. */
export async function breakIt(lab: WorkshopLab) {
  replaceIn(lab, file, right, 'KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "3"');
  await lab.docker.getContainer(lab.nameOf("service-b")).stop();
  await lab.kafka.withAdmin((admin) => admin.deleteTopics({ topics: [offsets] }));
  await lab.up({ allowFailure: true });
  await lab.docker.getContainer(lab.nameOf("service-b")).start().catch(unlessAlready);
}

export const checks = [servicesReady];

export const hints: Text[] = [
  {
    en: "Where does a group keep its offsets?\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --list",
    fr: "Où un groupe garde-t-il ses offsets\u00a0?\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --list",
  },
  {
    en: `The topic ${offsets} is missing: the broker cannot create it.\n  docker logs kafka | grep -i replication`,
    fr: `Le topic ${offsets} manque\u00a0: le broker ne peut pas le créer.\n  docker logs kafka | grep -i replication`,
  },
  {
    en: `One broker can keep one copy. In ${file}: ${right}. Then:\n  ./lab up --yes`,
    fr: `Un broker garde une copie. Dans ${file}\u00a0: ${right}. Puis\u00a0:\n  ./lab up --yes`,
  },
];

export const cures = [
  {
    text: {
      en: `as many copies as brokers, in ${file}, and ./lab up`,
      fr: `autant de copies que de brokers, dans ${file}, et ./lab up`,
    },
    run: (lab: WorkshopLab) => revert(lab, file),
  },
];

export const explanation = {
  en: `${offsets}, Kafka's own topic for the offsets of all groups, was to have three copies (Kafka's default), but there is one broker. It could not be created, so no group could have a coordinator.`,
  fr: `${offsets}, le topic où Kafka garde les offsets de tous les groupes, devait être gardé trois fois sur un seul broker (c'est la valeur par défaut de Kafka). Il ne pouvait pas être créé, et aucun groupe n'avait donc de coordinateur.`,
};
