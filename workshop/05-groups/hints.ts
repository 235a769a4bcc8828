import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";

const fromSource = "node_modules/.bin/node services/service-b/main.ts";
const lateCommand = `PORT=5152 CLIENT_ID=late GROUP_ID=late-group AUTO_OFFSET_RESET=latest ${fromSource}`;

const ladders = {
  "three-members": [
    {
      en: "The row lists the members of the group. There must be three instances, and nobody else.",
      fr: "La ligne montre qui est dans le groupe. Il faut trois instances, et personne d'autre.",
    },
    {
      en: "The number of instances is a setting of the stack:\n  ./lab config set serviceBInstances 3\n  ./lab up",
      fr: "Le nombre d'instances est un réglage de la stack\u00a0:\n  ./lab config set serviceBInstances 3\n  ./lab up",
    },
    {
      en: "Is a fourth one still running? Press Ctrl-C in its terminal. Is one of the three stopped? Start it:\n  docker start service-b service-b-2 service-b-3",
      fr: "Un quatrième tourne-t-il encore\u00a0? Faites Ctrl-C dans son terminal. L'une des trois est-elle arrêtée\u00a0? Démarrez-la\u00a0:\n  docker start service-b service-b-2 service-b-3",
    },
  ],
  spare: [
    {
      en: "A spare shows its worth when one of the three others leaves while it is there.",
      fr: "Un membre de secours sert quand l'un des trois autres part pendant qu'il est là.",
    },
    {
      en: `Run a fourth member in a second terminal, and wait until it has joined:\n  PORT=5132 CLIENT_ID=the-fourth GROUP_ID=message-group ${fromSource}`,
      fr: `Lancez un quatrième membre dans un second terminal, et attendez qu'il ait rejoint le groupe\u00a0:\n  PORT=5132 CLIENT_ID=the-fourth GROUP_ID=message-group ${fromSource}`,
    },
    {
      en: "While it runs, stop one of the three; ten seconds later, press Ctrl-C in the second terminal, and bring it back:\n  docker stop service-b-2\n  docker start service-b-2",
      fr: "Pendant qu'il tourne, arrêtez l'une des trois\u00a0; dix secondes plus tard, faites Ctrl-C dans le second terminal et relancez-la\u00a0:\n  docker stop service-b-2\n  docker start service-b-2",
    },
  ],
  "second-group": [
    {
      en: "Three steps: a member of second-group reads everything; the group is set back while no member runs; a member reads again.",
      fr: "Trois étapes\u00a0: un membre de second-group lit tout\u00a0; le groupe est ramené en arrière pendant qu'aucun membre ne tourne\u00a0; un membre relit.",
    },
    {
      en: `A member, in a second terminal; then nine GETs at port 5142:\n  PORT=5142 CLIENT_ID=second GROUP_ID=second-group ${fromSource}\n  curl http://localhost:5142/api/messages`,
      fr: `Un membre, dans un second terminal\u00a0; puis neuf GET sur le port 5142\u00a0:\n  PORT=5142 CLIENT_ID=second GROUP_ID=second-group ${fromSource}\n  curl http://localhost:5142/api/messages`,
    },
    {
      en: "After Ctrl-C there, set it back; then start the member again, and read until the answer is empty (204):\n  docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --group second-group --topic message-topic --reset-offsets --to-offset 1 --execute",
      fr: "Après Ctrl-C dans ce terminal, ramenez-le en arrière\u00a0; puis relancez le membre, et lisez jusqu'à une réponse vide (204)\u00a0:\n  docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --group second-group --topic message-topic --reset-offsets --to-offset 1 --execute",
    },
  ],
  "late-group": skipOne,
  "lag-three": lagByThree,
};

export const hints = hintsFrom(ladders, goOn(5));

/** A group that has committed in every partition misses nothing any more, so it is deleted first. */
async function skipOne(lab: WorkshopLab) {
  const offsets = (await lab.kafka.groupOffsets("late-group")).filter(({ offset }) => offset !== undefined);
  const post = `curl -H 'Content-Type: application/json' -d '"meanwhile 1"' http://localhost:5101/api/messages`;
  const steps = {
    en: `In a second terminal; ask it once at port 5152 (204), send a message, read it there; then Ctrl-C:\n  ${lateCommand}\n  curl -w '%{http_code}' 'http://localhost:5152/api/messages?timeout=2'`,
    fr: `Dans un second terminal\u00a0; interrogez-le une fois sur le port 5152 (204), envoyez un message, lisez-le là\u00a0; puis Ctrl-C\u00a0:\n  ${lateCommand}\n  curl -w '%{http_code}' 'http://localhost:5152/api/messages?timeout=2'`,
  };
  const meanwhile = {
    en: `While it is away, send three; then start it again as before, and read one at port 5152:\n  ${post}`,
    fr: `En son absence, envoyez-en trois\u00a0; puis relancez-le comme avant, et lisez-en un sur le port 5152\u00a0:\n  ${post}`,
  };
  const vague = {
    en: "`latest` decides partition by partition. What does it do where late-group has read nothing yet?",
    fr: "`latest` décide partition par partition. Que fait-il là où late-group n'a encore rien lu\u00a0?",
  };
  if (offsets.length < 3) return [vague, steps, meanwhile];
  return [
    vague,
    {
      en: "late-group has committed in every partition, so nothing can be skipped any more. Delete the group (its member stopped), and begin again:\n  docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --delete --group late-group",
      fr: "late-group a validé dans chaque partition\u00a0: plus rien ne peut être sauté. Supprimez le groupe (membre arrêté), et recommencez\u00a0:\n  docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --delete --group late-group",
    },
    steps,
    meanwhile,
  ];
}

async function lagByThree(lab: WorkshopLab) {
  const ends = await lab.kafka.topicOffsets("message-topic");
  const read = (await lab.kafka.groupOffsets("message-group")).reduce(
    (sum, { offset = 0 }) => sum + offset,
    0,
  );
  const sent = ends.reduce((sum, { high }) => sum + high, 0);
  const lag = sent - read;
  const more = {
    en: `It is ${lag} now, too little. Whatever is sent and not read adds one:\n  curl -H 'Content-Type: application/json' -d '"one more"' http://localhost:5101/api/messages`,
    fr: `Il est de ${lag}, trop peu. Chaque message envoyé et non lu en ajoute un\u00a0:\n  curl -H 'Content-Type: application/json' -d '"one more"' http://localhost:5101/api/messages`,
  };
  const less = {
    en: `It is ${lag} now, too much. Whatever is read takes one away; ask the instance whose partition has some left:\n  curl 'http://localhost:5102/api/messages?timeout=1'\n  curl 'http://localhost:5112/api/messages?timeout=1'\n  curl 'http://localhost:5122/api/messages?timeout=1'`,
    fr: `Il est de ${lag}, trop. Chaque message lu en retire un\u00a0; interrogez l'instance dont la partition en a encore\u00a0:\n  curl 'http://localhost:5102/api/messages?timeout=1'\n  curl 'http://localhost:5112/api/messages?timeout=1'\n  curl 'http://localhost:5122/api/messages?timeout=1'`,
  };
  return [
    {
      en: "Your turn: what makes the lag of a group grow, and what makes it shrink?",
      fr: "À vous de jouer\u00a0: qu'est-ce qui fait grandir le retard d'un groupe, et qu'est-ce qui le réduit\u00a0?",
    },
    {
      en: "Add up the column LAG of the command in the row.",
      fr: "Additionnez la colonne LAG de ce qu'affiche la commande de la ligne («\u00a0voir\u00a0»).",
    },
    lag < 3 || sent < 9 ? more : less,
  ];
}
