import { oneEdit } from "../../authoring/drill-edits.ts";
import type { Text } from "../../authoring/lesson.ts";
import { reachableFromOutside } from "../../authoring/shared-checks.ts";

const file = "infra/listeners.ts";
// Text of the program, with its placeholders.
const right = "outside.host}:${outside.port + broker - 1";

export const symptom = {
  en: 'A colleague simplified the listeners. On his machine tools now say that the name "kafka" is not known; between containers all is well.',
  fr: "Un collègue a simplifié les listeners. Sur sa machine, les outils disent maintenant que le nom « kafka » est inconnu ; entre conteneurs, tout va bien.",
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
    fr: "Qui sait résoudre le nom d'un conteneur ? Seulement qui est sur le même réseau Docker.",
  },
  {
    en: "Compare the two advertised addresses: docker exec kafka printenv KAFKA_ADVERTISED_LISTENERS",
    fr: "Comparez les deux adresses annoncées : docker exec kafka printenv KAFKA_ADVERTISED_LISTENERS",
  },
  {
    en: `Outside needs an address of this machine, as ${file} had it; then ./lab up`,
    fr: `Dehors, il faut une adresse de cette machine, comme l'avait ${file} ; puis ./lab up`,
  },
];

export const explanation = {
  en: "Both listeners advertised the container's name. Inside it resolves; outside it means nothing. Two listeners exist because two kinds of clients need two addresses for one broker.",
  fr: "Les deux listeners annonçaient le nom du conteneur. Dedans, il se résout ; dehors, il ne veut rien dire. S'il y a deux listeners, c'est que deux sortes de clients ont besoin de deux adresses pour un même broker.",
};
