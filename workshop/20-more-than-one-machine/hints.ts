import { hintsFrom } from "../authoring/hints.ts";
import type { Text } from "../authoring/lesson.ts";
import { managerSocket } from "./acts.ts";

const docker = `docker -H ${managerSocket}`;
const traffic = "  node_modules/.bin/node workshop/traffic/run.ts --stack swarm";
const up = "  ./lab up --stack swarm";

const secondTerminal: Text = {
  en: `In a second terminal, before you begin:\n${traffic}`,
  fr: `Dans un second terminal, avant de commencer\u00a0:\n${traffic}`,
};

const ladders = {
  "three-nodes": [
    {
      en: "A host is missing, dead, cut off, or gets no tasks.",
      fr: "Un hôte manque, est mort, coupé du réseau, ou ne reçoit pas de tâches.",
    },
    {
      en: `Which one? If any of them answers:\n  ${docker} node ls`,
      fr: `Lequel\u00a0? S'il en répond un\u00a0:\n  ${docker} node ls`,
    },
    {
      en: "This makes them, and mends those that there are:\n  ./lab hosts up",
      fr: "Ceci les crée, et répare ceux qui existent\u00a0:\n  ./lab hosts up",
    },
  ],
  "at-home": [
    {
      en: "A broker is where its node is. Is the stack up, and every node ready?",
      fr: "Un broker est là où est son nœud. La stack est-elle en place, et chaque nœud prêt\u00a0?",
    },
    "  ./lab doctor --stack swarm",
    { en: `Bring it up:\n${up}`, fr: `Mettez-la en place\u00a0:\n${up}` },
    {
      en: "Somebody has changed the services by hand? This sees it:\n  ./lab up --refresh --stack swarm",
      fr: "Quelqu'un a modifié les services à la main\u00a0? Ceci le voit\u00a0:\n  ./lab up --refresh --stack swarm",
    },
  ],
  "host-lost": [
    {
      en: "Kill a host while the traffic runs, wait until the swarm says Down and orders go on, then start it.",
      fr: "Tuez un hôte pendant que le trafic tourne, attendez que le swarm dise Down et que les commandes continuent, puis redémarrez-le.",
    },
    secondTerminal,
    {
      en: `Started too soon, nobody has missed it. Wait for Down between the two:\n  ./lab hosts kill 3\n  ${docker} node ls\n  ./lab hosts start 3`,
      fr: `Redémarré trop tôt, il n'a manqué à personne. Attendez Down entre les deux\u00a0:\n  ./lab hosts kill 3\n  ${docker} node ls\n  ./lab hosts start 3`,
    },
  ],
  rolled: [
    {
      en: "Change something of service-a in infra/index.ts, and bring it up while the traffic runs.",
      fr: "Changez quelque chose à service-a dans infra/index.ts, puis lancez up pendant que le trafic tourne.",
    },
    secondTerminal,
    {
      en: `Below its line "ports":\n  environment: { COMPRESSION: "gzip" },\nThen:\n${up}`,
      fr: `Sous sa ligne «\u00a0ports\u00a0»\u00a0:\n  environment: { COMPRESSION: "gzip" },\nPuis\u00a0:\n${up}`,
    },
    {
      en: `It is so already, and nobody was there? The same tasks anew:\n  ${docker} service update -d --force service-a`,
      fr: `C'est déjà le cas, mais sans trafic\u00a0? Les mêmes tâches, à neuf\u00a0:\n  ${docker} service update -d --force service-a`,
    },
  ],
  "rolled-back": [
    {
      en: "Give service-a a setting with which it does not start, and bring it up. Then mend the program.",
      fr: "Donnez à service-a un réglage avec lequel il ne démarre pas, et lancez up. Puis réparez le programme.",
    },
    {
      en: `In infra/index.ts:\n  environment: { COMPRESSION: "brotli" },\nThen:\n${up}`,
      fr: `Dans infra/index.ts\u00a0:\n  environment: { COMPRESSION: "brotli" },\nPuis\u00a0:\n${up}`,
    },
    {
      en: `Fewer tasks run than should? Mend the program, then:\n${up}`,
      fr: `Il tourne moins de tâches que prévu\u00a0? Réparez le programme, puis\u00a0:\n${up}`,
    },
  ],
  "nothing-lost": [
    {
      en: "What is unread waits in the topic, and any reader counts that the traffic starts.",
      fr: "Ce qui n'est pas lu attend dans le topic\u00a0; tout lecteur que lance le trafic compte.",
    },
    {
      en: `Let it run for a minute, then Ctrl-C:\n${traffic}`,
      fr: `Laissez-le tourner une minute, puis Ctrl-C\u00a0:\n${traffic}`,
    },
  ],
  "your-turn": [
    {
      en: "How many tasks a service has is a setting of the stack:\n  ./lab config list --stack swarm",
      fr: "Le nombre de tâches d'un service est un réglage de la stack\u00a0:\n  ./lab config list --stack swarm",
    },
    "  ./lab config set serviceReplicas 3 --stack swarm",
    up,
  ],
};

const done: Text[] = [
  {
    en: "All rows hold. That was the last lesson. The drills go on as long as you like:\n  ./lab drill",
    fr: "Tout est vérifié. C'était la dernière leçon. Les pannes, elles, ne s'épuisent pas\u00a0:\n  ./lab drill",
  },
];

export const hints = hintsFrom(ladders, done);
