import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Text } from "../authoring/lesson.ts";

const node = "  node_modules/.bin/node playground/";
const solution = (file: string): Text => ({
  en: `One solution, to compare yours with:\n  cat workshop/17-a-poison-message/solution/${file}.txt`,
  fr: `Une solution, à comparer avec la vôtre\u00a0:\n  cat workshop/17-a-poison-message/solution/${file}.txt`,
});
const runBilling: Text = {
  en: `Let billing run until it is through, then stop it with Ctrl-C:\n${node}billing.ts`,
  fr: `Laissez tourner billing jusqu'à ce qu'il ait tout lu, puis arrêtez-le avec Ctrl-C\u00a0:\n${node}billing.ts`,
};

const ladders = {
  "poison-is-there": [
    {
      en: "One order has an amount that is not a number, and another one follows it.",
      fr: "Une commande a un montant qui n'est pas un nombre, et une autre la suit.",
    },
    {
      en: `This sends both:\n${node}send.ts '{"order":2,"amount":"12,50"}' '{"order":3,"amount":7}'`,
      fr: `Ceci envoie les deux\u00a0:\n${node}send.ts '{"order":2,"amount":"12,50"}' '{"order":3,"amount":7}'`,
    },
  ],
  "put-aside": [
    {
      en: "A message that cannot be read belongs in another topic, with headers that say topic, partition, offset and error.",
      fr: "Un message illisible a sa place dans un autre topic, avec des en-têtes qui disent topic, partition, offset et error.",
    },
    {
      en: "Is the change of playground/billing.ts made? It catches the error and sends a copy to orders-dead.",
      fr: "La modification de playground/billing.ts est-elle faite\u00a0? Elle attrape l'erreur et envoie une copie dans orders-dead.",
    },
    solution("billing.ts"),
    runBilling,
  ],
  "billing-went-on": [
    {
      en: "The group has lag: something behind the poison message is still unread.",
      fr: "Le groupe a du retard\u00a0: quelque chose, derrière le message empoisonné, n'est pas encore lu.",
    },
    runBilling,
  ],
  redriven: [
    {
      en: "What is repaired may be tried again: a program reads orders-dead and sends its messages to orders.",
      fr: "Une fois la cause réparée, le message mérite un nouvel essai\u00a0: un programme lit orders-dead et renvoie ses messages à orders.",
    },
    {
      en: `It is playground/redrive.ts:\n${node}redrive.ts`,
      fr: `C'est playground/redrive.ts\u00a0:\n${node}redrive.ts`,
    },
  ],
  "own-billing": [
    {
      en: "The check gives your billing four messages in topics of its own. Two cannot be read: one is not JSON, and one has a bad amount.",
      fr: "La vérification donne quatre messages à votre billing, dans des topics à part. Deux sont illisibles\u00a0: l'un n'est pas du JSON, l'autre a un mauvais montant.",
    },
    {
      en: "It must take its topic from TOPIC and its group from GROUP_ID, and put aside exactly those two.",
      fr: "Il doit prendre son topic dans TOPIC et son groupe dans GROUP_ID, et mettre de côté ces deux-là seulement.",
    },
    solution("billing.ts"),
  ],
  "your-turn": [
    {
      en: "The header attempts says how often a message has been sent back already. After three times, leave it where it is.",
      fr: "L'en-tête attempts dit combien de fois un message a déjà été renvoyé. Après trois fois, laissez-le où il est.",
    },
    {
      en: "Leave it, and commit its offset all the same: else the program never ends, or meets it again each time.",
      fr: "Laissez-le, mais validez son offset quand même\u00a0: sinon le programme ne finit jamais, ou le retrouve chaque fois.",
    },
    solution("redrive.ts"),
  ],
};

export const hints = hintsFrom(ladders, goOn(17));
