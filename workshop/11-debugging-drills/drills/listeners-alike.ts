import { oneEdit } from "../../authoring/drill-edits.ts";
import type { Text } from "../../authoring/lesson.ts";
import { reachableFromOutside } from "../../authoring/shared-checks.ts";

const file = "infra/listeners.ts";
// Text of the program, with its placeholders.
const right = "outside.host}:${outside.port + broker - 1";

export const level = 2;

export const symptom = {
  en: 'A colleague simplified the listeners. Since then, tools on this machine say that the name "kafka" is not known; between containers all is well.',
  fr: "Un collègue a simplifié les listeners. Depuis, les outils de cette machine disent que le nom «\u00a0kafka\u00a0» est inconnu\u00a0; entre conteneurs, tout va bien.",
};

export const { breakIt, cures } = oneEdit({
  file,
  right,
  wrong: "brokerAlias(broker)}:${externalContainerPort",
  cure: { en: "advertise the machine's address again", fr: "annoncer de nouveau l'adresse de la machine" },
});

export const checks = [reachableFromOutside];

export const hints: Text[] = [
  {
    en: "Which programs can resolve the name of a container? Only those on the same Docker network.",
    fr: "Quels programmes savent résoudre le nom d'un conteneur\u00a0? Seulement ceux du même réseau Docker.",
  },
  {
    en: "Compare the two advertised addresses:\n  docker exec kafka printenv KAFKA_ADVERTISED_LISTENERS",
    fr: "Comparez les deux adresses annoncées\u00a0:\n  docker exec kafka printenv KAFKA_ADVERTISED_LISTENERS",
  },
  {
    en: `Outside, clients need an address of this machine. What ${file} should have at the external listener is \${${right}}. Then:\n  ./lab up --yes`,
    fr: `À l'extérieur, il faut une adresse de cette machine. Dans ${file}, le listener externe devrait annoncer \${${right}}. Puis\u00a0:\n  ./lab up --yes`,
  },
];

export const explanation = {
  en: "Both listeners advertised the container's name. Inside, the name resolves; outside, it means nothing. Two listeners exist because two kinds of clients need two addresses for one broker.",
  fr: "Les deux listeners annonçaient le nom du conteneur. À l'intérieur, ce nom se résout\u00a0; à l'extérieur, il ne désigne rien. Il y a deux listeners parce que deux sortes de clients ont besoin de deux adresses pour un même broker.",
};
