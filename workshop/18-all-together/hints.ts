import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Text } from "../authoring/lesson.ts";

const solution = (file: string): Text => ({
  en: `One solution, to compare yours with:\n  cat workshop/18-all-together/solution/${file}.txt`,
  fr: `Une solution, à comparer avec la vôtre\u00a0:\n  cat workshop/18-all-together/solution/${file}.txt`,
});
const inOrder: Text[] = [
  {
    en: "Order holds within a partition. Is the customer the key of the order *and* of the bill?",
    fr: "L'ordre vaut dans une partition. Le client est-il la clé de la commande *et* de la facture\u00a0?",
  },
  {
    en: "Does your worker wait for each bill before it takes the next order? `await` the send.",
    fr: "Votre programme attend-il chaque facture avant de prendre la commande suivante\u00a0? `await` devant l'envoi.",
  },
  solution("desk.ts"),
];

const ladders = {
  topics: [
    {
      en: "Two topics are missing, or have another number of partitions.",
      fr: "Deux topics manquent, ou ont un autre nombre de partitions.",
    },
    "  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic shop-orders --partitions 6\n  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic shop-bills --partitions 3",
  ],
  orders: [
    {
      en: "Each order is JSON with order (a number), customer and amount, and its key is the customer.",
      fr: "Chaque commande est du JSON avec order (un nombre), customer et amount, et sa clé est le client.",
    },
    {
      en: "A message that is in the topic stays there. After a wrong one, begin again:\n  ./lab reset 18",
      fr: "Un message qui est dans le topic y reste. Après un faux message, recommencez\u00a0:\n  ./lab reset 18",
    },
    solution("shop.ts"),
  ],
  "two-workers": [
    {
      en: "Run your worker twice, in two terminals, in one group, while orders come. Each bill says which worker wrote it.",
      fr: "Lancez votre programme deux fois, dans deux terminaux, dans un même groupe, pendant que les commandes arrivent. Chaque facture dit qui l'a écrite.",
    },
    {
      en: "The group is billing-desk; the value of a bill is JSON with order and worker.",
      fr: "Le groupe est billing-desk\u00a0; la valeur d'une facture est du JSON avec order et worker.",
    },
    solution("desk.ts"),
  ],
  survived: [
    {
      en: "Stop the broker while your shop is sending, and let it send on afterwards.",
      fr: "Arrêtez le broker pendant que votre boutique envoie\u00a0; elle doit continuer d'envoyer ensuite.",
    },
    {
      en: "In a third terminal, with the shop running:\n  docker kill kafka\n  docker start kafka",
      fr: "Dans un troisième terminal, la boutique en marche\u00a0:\n  docker kill kafka\n  docker start kafka",
    },
  ],
  "all-billed": [
    {
      en: "Are all orders read? The group's lag says so. Start a worker again, and ask once more.",
      fr: "Toutes les commandes sont-elles lues\u00a0? Le retard du groupe le dit. Relancez un membre, puis redemandez.",
    },
    {
      en: "Lag 0 and a bill missing: then it was committed before it was written. Write first, commit afterwards; then begin again:\n  ./lab reset 18",
      fr: "Retard 0 et une facture qui manque\u00a0: elle a été validée avant d'être écrite. Écrivez d'abord, validez ensuite\u00a0; puis recommencez\u00a0:\n  ./lab reset 18",
    },
    solution("desk.ts"),
  ],
  "in-order": inOrder,
  "your-turn": [
    {
      en: "Change a setting, and do not apply it. The plan says what would be done, and how many of each.",
      fr: "Changez un réglage, sans l'appliquer. Le plan dit ce qui serait fait, et combien de chaque.",
    },
    {
      en: "The file names all four numbers, even those that are 0, such as: create 2, update 0, replace 0, delete 0",
      fr: "Le fichier nomme les quatre, même quand il n'y en a pas, par exemple\u00a0: create 2, update 0, replace 0, delete 0",
    },
    "  ./lab config set serviceBInstances 3\n  ./lab preview",
  ],
};

export const hints = hintsFrom(ladders, goOn(18));
