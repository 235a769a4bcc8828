import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Text } from "../authoring/lesson.ts";

const node = "  node_modules/.bin/node playground/";
const solution = (file: string): Text => ({
  en: `One solution, to compare yours with:\n  cat workshop/16-your-own-clients/solution/${file}.txt`,
  fr: `Une solution, à comparer avec la vôtre\u00a0:\n  cat workshop/16-your-own-clients/solution/${file}.txt`,
});

const consumerLadder = (moment: "before" | "after"): Text[] => [
  {
    en: `The consumer must end half-way once, at an order, and then run again to the end, both times with "${moment}".`,
    fr: `Le consommateur doit mourir une fois au milieu d'une commande, puis, relancé, aller jusqu'au bout, les deux fois avec «\u00a0${moment}\u00a0».`,
  },
  {
    en:
      "Its group has read everything already? Set it back to the beginning while nothing runs, and begin again:\n" +
      `  docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --group commit-${moment} --topic own-topic --reset-offsets --to-earliest --execute\n  rm -f playground/handled-${moment}.txt`,
    fr:
      "Son groupe a déjà tout lu\u00a0? Ramenez-le au début quand rien ne tourne, et recommencez\u00a0:\n" +
      `  docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --group commit-${moment} --topic own-topic --reset-offsets --to-earliest --execute\n  rm -f playground/handled-${moment}.txt`,
  },
  {
    en: `The crash, then the second start:\n  CRASH_AT="bob's order 2" node_modules/.bin/node playground/consumer.ts ${moment}\n${node}consumer.ts ${moment}`,
    fr: `La panne, puis le second démarrage\u00a0:\n  CRASH_AT="bob's order 2" node_modules/.bin/node playground/consumer.ts ${moment}\n${node}consumer.ts ${moment}`,
  },
];

const ladders = {
  "own-producer": [
    {
      en: "The row counts different messages that have the key alice, bob or carol, and say whose order they are.",
      fr: "La ligne compte les messages différents dont la clé est alice, bob ou carol, et qui disent de qui est la commande.",
    },
    {
      en: "playground/producer.ts sends them. It needs playground/client.ts, which the text prints before it.",
      fr: "C'est playground/producer.ts qui les envoie. Il lui faut playground/client.ts, donné juste avant dans le texte.",
    },
    `${node}producer.ts`,
  ],
  "commit-before": consumerLadder("before"),
  "commit-after": consumerLadder("after"),
  "no-complaint": [
    {
      en: "The type checker reads every .ts file in playground/. `hole` is a name that does not exist: put your code there.",
      fr: "Le vérificateur lit chaque fichier .ts de playground/. `hole` est un nom qui n'existe pas\u00a0: mettez votre code à sa place.",
    },
    {
      en: "This says file, line and column. A module that is not found has yet to be installed:\n  node_modules/.bin/tsc --noEmit -p playground\n  npm ci --prefix playground",
      fr: "Ceci donne fichier, ligne et colonne. Un module introuvable reste à installer\u00a0:\n  node_modules/.bin/tsc --noEmit -p playground\n  npm ci --prefix playground",
    },
    {
      en: "One solution of each service:\n  cat workshop/16-your-own-clients/solution/service-a.ts.txt\n  cat workshop/16-your-own-clients/solution/service-b.ts.txt",
      fr: "Une solution pour chaque service\u00a0:\n  cat workshop/16-your-own-clients/solution/service-a.ts.txt\n  cat workshop/16-your-own-clients/solution/service-b.ts.txt",
    },
  ],
  "own-service-a": [
    {
      en: "The check starts your service-a, sends it a string with ?key=carol and the number 42, and compares its answers with the log.",
      fr: "La vérification démarre votre service-a, lui envoie une chaîne avec ?key=carol et le nombre 42, et compare ses réponses au journal.",
    },
    {
      en: "`request.query.key` is the key of the address; `await producer.send(key, message)` says partition and offset; end with `return` after a refusal.",
      fr: "`request.query.key` est la clé de l'adresse\u00a0; `await producer.send(key, message)` donne partition et offset\u00a0; terminez par `return` après un refus.",
    },
    solution("service-a.ts"),
  ],
  "own-service-b": [
    {
      en: "The check starts your service-b in a group of its own, and looks at the committed offset before and after each GET.",
      fr: "La vérification démarre votre service-b dans un groupe à part, et regarde l'offset validé avant et après chaque GET.",
    },
    {
      en: "`await consumer.next(milliseconds)` is a message or undefined; `message.commit()` belongs after the answer; `consumer.close()` leaves the group.",
      fr: "`await consumer.next(millisecondes)` donne un message ou undefined\u00a0; `message.commit()` vient après la réponse\u00a0; `consumer.close()` quitte le groupe.",
    },
    solution("service-b.ts"),
  ],
  "other-client": [
    {
      en: "service-b must take `openConsumer` from another file than client.ts, one that uses another library.",
      fr: "service-b doit prendre `openConsumer` dans un autre fichier que client.ts, un fichier qui utilise une autre bibliothèque.",
    },
    {
      en: "Is the library there? If not:\n  npm ci --prefix playground",
      fr: "La bibliothèque est-elle là\u00a0? Sinon\u00a0:\n  npm ci --prefix playground",
    },
    {
      en: "Copy the module, and change one line of service-b:\n  cp workshop/16-your-own-clients/solution/other-client.ts.txt playground/other-client.ts\n  sed -i.before 's#\\./client\\.ts#./other-client.ts#' playground/service-b.ts",
      fr: "Copiez le module, et changez une ligne de service-b\u00a0:\n  cp workshop/16-your-own-clients/solution/other-client.ts.txt playground/other-client.ts\n  sed -i.before 's#\\./client\\.ts#./other-client.ts#' playground/service-b.ts",
    },
  ],
  "your-turn": [
    {
      en: "The program reads the whole topic and ends. Which group reads everything each time it starts?",
      fr: "Le programme lit tout le topic, puis se termine. Quel groupe relit tout à chaque démarrage\u00a0?",
    },
    {
      en: "A group that nobody has used yet: put `randomUUID()` into its name. When `next(5_000)` is undefined, you have read everything.",
      fr: "Un groupe que personne n'a encore utilisé\u00a0: mettez `randomUUID()` dans son nom. Quand `next(5_000)` donne undefined, vous avez tout lu.",
    },
    solution("count.ts"),
  ],
};

export const hints = hintsFrom(ladders, goOn(16));
