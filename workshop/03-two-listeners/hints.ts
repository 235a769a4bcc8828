import { goOn, whyNotReady } from "../authoring/hints.ts";
import type { Row, Text, WorkshopLab } from "../authoring/lesson.ts";
import { externalAddress } from "./addresses.ts";

export const listenersFile = "infra/listeners.ts";
export const advertisedLine = "advertised: `$" + "{outside.host}:$" + "{outside.port + broker - 1}`";
const internalLine = "advertised: `$" + "{brokerAlias(broker)}:$" + "{internalPort}`";
export const brokenLine = "advertised: `$" + "{brokerAlias(broker)}:$" + "{externalContainerPort}`";

/** A broker that cannot be reached comes before the ladder of the row. */
export async function hints(lab: WorkshopLab, rows: readonly Row[]) {
  const failing = rows.find(({ passed }) => !passed)?.id;
  if (!failing) return goOn(3);
  const advertised = await externalAddress(lab).catch(() => undefined);
  if (advertised === undefined) return unreachable;
  if (advertised !== lab.kafka.bootstrap()) return broken(advertised);
  if (failing === "service-a-ran-here" && !(await lab.inspect("service-a"))?.State.Running) return handBack;
  if (failing === "internal-unhurt") return [...(await whyNotReady(lab)), ...inside];
  return ladders[failing] ?? unreachable;
}

const unreachable: Text[] = [
  { en: "Is the broker running at all?\n  ./lab doctor", fr: "Le broker tourne-t-il\u00a0?\n  ./lab doctor" },
  {
    en: "Bring it back:\n  ./lab up --refresh",
    fr: "Relancez-le\u00a0:\n  ./lab up --refresh",
  },
];

function broken(advertised: string): Text[] {
  return [
    {
      en: `The broker tells clients on this machine to use ${advertised}. Can they?`,
      fr: `Le broker dit aux clients de cette machine d'utiliser ${advertised}. Le peuvent-ils\u00a0?`,
    },
    {
      en: "See where it breaks:\n  ./lab trace --from host --to external",
      fr: "Voyez où cela casse\u00a0:\n  ./lab trace --from host --to external",
    },
    {
      en: `In ${listenersFile}, the external listener must advertise the address that is published on this machine.`,
      fr: `Dans ${listenersFile}, le listener externe doit annoncer l'adresse publiée sur cette machine.`,
    },
    {
      en: `The line is:\n  ${advertisedLine},\nThen apply it:\n  ./lab up`,
      fr: `La ligne est\u00a0:\n  ${advertisedLine},\nPuis appliquez\u00a0:\n  ./lab up`,
    },
  ];
}

const handBack: Text[] = [
  {
    en: "The container service-a is stopped. Is ./lab dev service-a still running in another terminal? Ctrl-C there ends it.",
    fr: "Le conteneur service-a est arrêté. ./lab dev service-a tourne-t-il encore dans un autre terminal\u00a0? Ctrl-C l'y arrête.",
  },
  {
    en: "If it does not run any more, start the container:\n  docker start service-a",
    fr: "S'il ne tourne plus, relancez le conteneur\u00a0:\n  docker start service-a",
  },
];

const inside: Text[] = [
  {
    en: "See where it breaks:\n  ./lab trace --from container --to internal",
    fr: "Voyez où cela casse\u00a0:\n  ./lab trace --from container --to internal",
  },
  {
    en: `If the internal listener of ${listenersFile} was changed, it must advertise this again:\n  ${internalLine},\nThen apply it:\n  ./lab up`,
    fr: `Si le listener interne de ${listenersFile} a été modifié, il doit de nouveau annoncer ceci\u00a0:\n  ${internalLine},\nPuis appliquez\u00a0:\n  ./lab up`,
  },
];

const sendHere = `curl -H 'Content-Type: application/json' -d '"Hello from this machine"' http://localhost:5101/api/messages`;

const ladders: Record<string, Text[]> = {
  "own-client-wrote": [
    {
      en: "A program of yours must write to Kafka itself, without service-a.",
      fr: "Un programme à vous doit écrire lui-même dans Kafka, sans service-a.",
    },
    {
      en: "Write the ten lines of playground/client.mjs. From this machine the bootstrap address is that of the external listener:\n  ./lab output bootstrapExternal",
      fr: "Écrivez les dix lignes de playground/client.mjs. Depuis cette machine, l'adresse de bootstrap est celle du listener externe\u00a0:\n  ./lab output bootstrapExternal",
    },
    {
      en: "Then run it:\n  node_modules/.bin/node playground/client.mjs",
      fr: "Puis lancez-le\u00a0:\n  node_modules/.bin/node playground/client.mjs",
    },
  ],
  "service-a-ran-here": [
    {
      en: "service-a must take a message while its container is stopped, because it runs on this machine.",
      fr: "service-a doit prendre un message pendant que son conteneur est arrêté, parce qu'il tourne sur cette machine.",
    },
    {
      en: "In a second terminal:\n  ./lab dev service-a",
      fr: "Dans un second terminal\u00a0:\n  ./lab dev service-a",
    },
    {
      en: `Send a message in the first terminal, then press Ctrl-C in the second:\n  ${sendHere}`,
      fr: `Envoyez un message dans le premier terminal, puis faites Ctrl-C dans le second\u00a0:\n  ${sendHere}`,
    },
  ],
  "external-repaired": [
    {
      en: `Now break it: change what the external listener advertises in ${listenersFile}.`,
      fr: `Cassez-le maintenant\u00a0: changez ce que le listener externe annonce dans ${listenersFile}.`,
    },
    {
      en: `Such as this, in the external listener, then ./lab up:\n  ${brokenLine},`,
      fr: `Par exemple ainsi, dans le listener externe, puis ./lab up\u00a0:\n  ${brokenLine},`,
    },
    {
      en: `See where it breaks, put this line back, and apply it:\n  ./lab trace --from host --to external\n  ${advertisedLine},\n  ./lab up`,
      fr: `Voyez où cela casse, remettez cette ligne, et appliquez\u00a0:\n  ./lab trace --from host --to external\n  ${advertisedLine},\n  ./lab up`,
    },
  ],
  "your-turn": [
    {
      en: "Your turn: clients outside must reach the broker at another address than at the start. An address is a host and a port.",
      fr: "À vous de jouer\u00a0: les clients de l'extérieur doivent joindre le broker à une autre adresse qu'au début. Une adresse est un hôte et un port.",
    },
    {
      en: "The published port is a setting. Which one?\n  ./lab config list",
      fr: "Le port publié est un réglage. Lequel\u00a0?\n  ./lab config list",
    },
    {
      en: "Any port that is free will do:\n  ./lab config set kafkaPort 9192\n  ./lab up\n  ./lab trace --from host --to external",
      fr: "N'importe quel port libre convient\u00a0:\n  ./lab config set kafkaPort 9192\n  ./lab up\n  ./lab trace --from host --to external",
    },
  ],
};
