import { oneEdit } from "../../authoring/drill-edits.ts";
import type { Text } from "../../authoring/lesson.ts";
import { reachableFromOutside } from "../../authoring/shared-checks.ts";

const file = "infra/listeners.ts";
const right = "outside.port + broker - 1";

export const level = 1;

export const symptom = {
  en: "Since the last change of the program, tools on this machine cannot use Kafka at 127.0.0.1:9092. The services go on as if nothing were wrong.",
  fr: "Depuis la dernière modification du programme, les outils de cette machine ne peuvent plus utiliser Kafka sur 127.0.0.1:9092. Les services continuent comme si de rien n'était.",
};

export const { breakIt, cures } = oneEdit({
  file,
  // Includes the host, because the port in the container is the same sum.
  right: `outside.host}:\${${right}`,
  wrong: "outside.host}:${outside.port + broker + 9",
  cure: { en: "put the port back", fr: "remettre le bon port" },
});

export const checks = [reachableFromOutside];

export const hints: Text[] = [
  {
    en: "The port is open, so the first connection succeeds. What does the broker answer then?",
    fr: "Le port est ouvert\u00a0: la première connexion réussit donc. Que répond alors le broker\u00a0?",
  },
  {
    en: "This shows each step of a client on your machine:\n  ./lab trace --from host --to external",
    fr: "Ceci montre chaque étape d'un client de votre machine\u00a0:\n  ./lab trace --from host --to external",
  },
  {
    en: `The advertised address is made in ${file}: ${right}`,
    fr: `L'adresse annoncée se calcule dans ${file}\u00a0: ${right}`,
  },
  {
    en: `Put that back in ${file}, then:\n  ./lab up --yes`,
    fr: `Remettez cela dans ${file}, puis\u00a0:\n  ./lab up --yes`,
  },
];

export const explanation = {
  en: `The external listener advertised port 9102, where nothing listens: the arithmetic in ${file} was wrong. Clients outside asked at 9092, were sent to 9102 and failed there.`,
  fr: `Le listener externe annonçait le port 9102, où personne n'écoute\u00a0: ${file} contenait une autre somme. Les clients externes se connectaient au port 9092, étaient renvoyés vers le 9102, et y échouaient.`,
};
