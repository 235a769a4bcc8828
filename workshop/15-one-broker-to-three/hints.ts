import { goOn, hintsFrom } from "../authoring/hints.ts";

export const traffic = "  node_modules/.bin/node workshop/traffic/run.ts";

const ladders = {
  "three-brokers": [
    {
      en: "How many brokers there are is a setting of the program.",
      fr: "Le nombre de brokers est un réglage du programme.",
    },
    "  ./lab config set brokers 3",
    { en: "Then apply it:\n  ./lab up", fr: "Puis appliquez-le\u00a0:\n  ./lab up" },
  ],
  "under-load": [
    {
      en: "Growing an idle cluster shows nothing: the traffic must run before, meanwhile and afterwards.",
      fr: "Agrandir un cluster au repos ne montre rien\u00a0: le trafic doit tourner avant, pendant et après.",
    },
    {
      en: "Did it run only afterwards? Begin again:\n  ./lab reset",
      fr: "N'a-t-il tourné qu'après\u00a0? Recommencez\u00a0:\n  ./lab reset",
    },
    { en: `In a second terminal:\n${traffic}`, fr: `Dans un second terminal\u00a0:\n${traffic}` },
  ],
  "on-all-brokers": [
    {
      en: "A broker that joins gets no partition by itself: old ones stay where they are.",
      fr: "Un broker qui arrive ne reçoit aucune partition\u00a0: les anciennes restent où elles sont.",
    },
    {
      en: "The lab can plan the move; this shows the plan:\n  ./lab rebalance --preview",
      fr: "Le labo sait préparer le déplacement\u00a0; voici le plan\u00a0:\n  ./lab rebalance --preview",
    },
    "  ./lab rebalance",
  ],
  "two-members": [
    {
      en: "The row says which instances are in the group, and where the traffic has read.",
      fr: "La ligne dit quelles instances sont dans le groupe, et où le trafic a lu.",
    },
    "  ./lab config set serviceBInstances 2\n  ./lab up",
    {
      en: `The traffic finds a new instance by itself, if it runs:\n${traffic}`,
      fr: `Le trafic trouve de lui-même une nouvelle instance, s'il tourne\u00a0:\n${traffic}`,
    },
  ],
  "nothing-lost": [
    {
      en: "The row counts. Are there too few, or is something unread? Then the traffic has not run for long enough.",
      fr: "La ligne compte. Trop peu de messages, ou des messages non lus\u00a0? Alors le trafic n'a pas tourné assez longtemps.",
    },
    {
      en: "What is unread waits in the topic, and any reader counts that the traffic starts:",
      fr: "Ce qui n'est pas lu attend dans le topic\u00a0; tout lecteur que lance le trafic compte\u00a0:",
    },
    {
      en: `Let it run for a minute, then Ctrl-C:\n${traffic}`,
      fr: `Laissez-le tourner une minute, puis Ctrl-C\u00a0:\n${traffic}`,
    },
  ],
  "your-turn": [
    {
      en: "Replicas can be taken away by the same tool that adds them. The first of the list is the preferred leader.",
      fr: "L'outil qui ajoute des répliques sait aussi en retirer. La première de la liste est le leader préféré.",
    },
    {
      en: "Change playground/move.json: two brokers, and not 1 first. Then copy it into the container as before:\n  docker exec -i kafka bash -c 'cat >/tmp/move.json' <playground/move.json",
      fr: "Changez playground/move.json\u00a0: deux brokers, mais pas le 1 en premier. Puis transmettez-le comme avant\u00a0:\n  docker exec -i kafka bash -c 'cat >/tmp/move.json' <playground/move.json",
    },
    {
      en: `Or all at once:\n  docker exec kafka bash -c 'echo "{\\"version\\":1,\\"partitions\\":[{\\"topic\\":\\"history\\",\\"partition\\":0,\\"replicas\\":[2,3]}]}" >/tmp/move.json'\n  docker exec kafka kafka-reassign-partitions --bootstrap-server kafka:29092 --reassignment-json-file /tmp/move.json --execute\n  docker exec kafka kafka-leader-election --bootstrap-server kafka:29092 --election-type preferred --all-topic-partitions`,
      fr: `Ou tout à la fois\u00a0:\n  docker exec kafka bash -c 'echo "{\\"version\\":1,\\"partitions\\":[{\\"topic\\":\\"history\\",\\"partition\\":0,\\"replicas\\":[2,3]}]}" >/tmp/move.json'\n  docker exec kafka kafka-reassign-partitions --bootstrap-server kafka:29092 --reassignment-json-file /tmp/move.json --execute\n  docker exec kafka kafka-leader-election --bootstrap-server kafka:29092 --election-type preferred --all-topic-partitions`,
    },
  ],
};

export const hints = hintsFrom(ladders, goOn(15));
