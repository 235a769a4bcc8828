import { goOn, hintsFrom, whyNotReady } from "../authoring/hints.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";

/** The messages that the text sends: these, and one while service-b is stopped. */
export const colors = ["red", "green", "blue"];
export const whileAway = "sent while nobody reads";

const askAgain = "curl 'http://localhost:5102/api/messages?timeout=1'";

const ladders = {
  "services-are-ready": (lab: WorkshopLab) => whyNotReady(lab),
  "three-were-sent": [
    {
      en: 'The section "Send one" shows how a message is sent.',
      fr: "La section «\u00a0Envoyer un message\u00a0» montre comment envoyer.",
    },
    {
      en: "The row shows what has arrived; send those of red, green and blue that are missing.",
      fr: "La ligne montre ce qui est arrivé\u00a0; envoyez ce qui manque de red, green et blue.",
    },
    ...colors.map((color) => ({
      en: `For ${color}:\n  ${post(color)}`,
      fr: `Pour ${color}\u00a0:\n  ${post(color)}`,
    })),
  ],
  "all-were-read": [
    {
      en: "A message waits until somebody asks service-b for it.",
      fr: "Un message attend que quelqu'un le demande à service-b.",
    },
    { en: "Each GET to service-b hands out one.", fr: "Chaque GET vers service-b en remet un." },
    {
      en: `Repeat until the answer is empty:\n  ${askAgain}`,
      fr: `Répétez jusqu'à une réponse vide\u00a0:\n  ${askAgain}`,
    },
    {
      en: "If messages were skipped, so that nobody got them, begin again:\n  ./lab reset",
      fr: "Si des messages ont été sautés, sans que personne les reçoive, recommencez\u00a0:\n  ./lab reset",
    },
  ],
  "sent-while-away": [
    {
      en: "Kafka keeps a message while its consumer is away. Give it one to keep.",
      fr: "Kafka garde un message pendant l'absence de son consommateur. Donnez-lui-en un à garder.",
    },
    {
      en: "Three steps in this order: stop the container service-b, send a message, start the container.",
      fr: "Trois étapes, dans cet ordre\u00a0: arrêter le conteneur service-b, envoyer un message, relancer le conteneur.",
    },
    {
      en: `The three commands:\n  docker stop service-b\n  ${post(whileAway)}\n  docker start service-b`,
      fr: `Les trois commandes\u00a0:\n  docker stop service-b\n  ${post(whileAway)}\n  docker start service-b`,
    },
  ],
  "your-turn": [
    {
      en: "Your turn: send any text with an accent, an umlaut, another script or an emoji, and read it.",
      fr: "À vous de jouer\u00a0: envoyez un texte avec un accent, une autre écriture ou un emoji, et lisez-le.",
    },
    {
      en: "If service-a answers 400, what you sent was not UTF-8; its answer says how to name the charset.",
      fr: "Si service-a répond 400, le texte envoyé n'était pas en UTF-8\u00a0; sa réponse dit comment nommer le jeu de caractères.",
    },
    {
      en: `Such as these two:\n  ${post("naïve café")}\n  ${askAgain}`,
      fr: `Par exemple ces deux commandes\u00a0:\n  ${post("naïve café")}\n  ${askAgain}`,
    },
  ],
};

export const hints = hintsFrom(ladders, goOn(1));

function post(message: string) {
  return `curl -H 'Content-Type: application/json' -d '"${message}"' http://localhost:5101/api/messages`;
}
