import { onePause } from "../../authoring/drill-pause.ts";
import type { Text } from "../../authoring/lesson.ts";

export const level = 1;

export const symptom = {
  en: "Every POST takes 15 s and ends with 503. The broker's port accepts connections.",
  fr: "Chaque POST dure 15\u00a0s et finit en 503. Le port du broker accepte les connexions.",
};

export const { breakIt, checks, cures } = onePause("kafka", {
  en: "Kafka answers requests",
  fr: "Kafka répond aux requêtes",
});

export const hints: Text[] = [
  {
    en: "A connection that is accepted but never answered: which accepts it, the kernel or the program?",
    fr: "Une connexion est acceptée, et rien n'y répond\u00a0: qui l'accepte, le noyau ou le programme\u00a0?",
  },
  {
    en: "Look at the state, not only at the port:\n  docker ps -a",
    fr: "Regardez l'état, pas seulement le port\u00a0:\n  docker ps -a",
  },
  "  docker unpause kafka",
];

export const explanation = {
  en: "The broker's processes were frozen (docker pause). The kernel went on accepting connections for it, so everything that only looks at a port found it healthy.",
  fr: "Les processus du broker étaient gelés (docker pause). Le noyau continuait d'accepter les connexions à sa place\u00a0: tout ce qui ne regarde qu'un port le trouvait en bonne santé.",
};
