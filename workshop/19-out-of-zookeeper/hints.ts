import { type MigrationStep, migrationSteps, readMigrationRecord } from "../../common/migration.ts";
import { goOn, hintsFrom } from "../authoring/hints.ts";
import type { Text, WorkshopLab } from "../authoring/lesson.ts";
import { goesBack } from "./observe.ts";

const traffic = "  node_modules/.bin/node workshop/traffic/run.ts";

const ladders = {
  "rolled-back": (lab: WorkshopLab) => Promise.resolve(nextStep(lab)),
  "under-way": [
    {
      en: "A topic is created as always, at any step.",
      fr: "Un topic se crée comme toujours, à n'importe quelle étape.",
    },
    "  docker exec kafka kafka-topics --bootstrap-server kafka:29092 --create --topic under-way --partitions 2",
  ],
  done: (lab: WorkshopLab) => Promise.resolve(nextStep(lab)),
  "under-load": [
    {
      en: "The users must be there before the first step, and after the last one.",
      fr: "Les utilisateurs doivent être là avant la première étape, et après la dernière.",
    },
    {
      en: `Did they come only in between? Begin again:\n  ./lab reset\nElse let them run once more:\n${traffic}`,
      fr: `Ne sont-ils venus qu'entre-temps\u00a0? Recommencez\u00a0:\n  ./lab reset\nSinon, relancez-les\u00a0:\n${traffic}`,
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
  "kafka-4": [
    {
      en: "Which Kafka runs is a setting of the program: kafkaImage.",
      fr: "La version de Kafka est un réglage du programme\u00a0: kafkaImage.",
    },
    {
      en: 'Set it to the image of 4.1:\n  ./lab images --kafka 4.1\n  ./lab config set kafkaImage "$(./lab images --kafka 4.1 --name)"',
      fr: 'Mettez-y l\'image de la 4.1\u00a0:\n  ./lab images --kafka 4.1\n  ./lab config set kafkaImage "$(./lab images --kafka 4.1 --name)"',
    },
    "  ./lab roll",
  ],
  "your-turn": [
    {
      en: "The tool is kafka-features, and one of its actions is upgrade.",
      fr: "L'outil est kafka-features, et l'une de ses actions est upgrade.",
    },
    {
      en: "Its help names the option for all features of a version:\n  docker exec kafka kafka-features --bootstrap-server kafka:29092 upgrade --help",
      fr: "Son aide nomme l'option pour toutes les fonctionnalités d'une version\u00a0:\n  docker exec kafka kafka-features --bootstrap-server kafka:29092 upgrade --help",
    },
    "  docker exec kafka kafka-features --bootstrap-server kafka:29092 upgrade --release-version 4.1",
  ],
};

export const hints = hintsFrom(ladders, goOn(19));

/** The next step of the way, from the steps that were taken: forward to `brokers`, back once, and then to the end. */
function nextStep(lab: WorkshopLab): readonly Text[] {
  const steps = (readMigrationRecord(lab.stack, lab.dir)?.taken ?? []).map(({ step }) => step);
  const last = steps.at(-1) ?? "none";
  if (last === "done") {
    return [
      {
        en: "The end was reached without a way back, and from the end there is none. Begin again:\n  ./lab reset",
        fr: "La fin est atteinte sans retour, et de là il n'y en a plus. Recommencez\u00a0:\n  ./lab reset",
      },
    ];
  }
  const isToGoBack = !goesBack(steps) && migrationSteps.indexOf(last) >= 2;
  const next = isToGoBack ? before(last) : after(last);
  return [
    {
      en: `The lab is at ${last}. ${isToGoBack ? "Before it goes on, it is to go back once." : "Only the next step is allowed."}`,
      fr: `Le labo en est à ${last}. ${isToGoBack ? "Avant de continuer, il doit revenir une fois en arrière." : "Seule l'étape suivante est permise."}`,
    },
    {
      en: "Each step is a value of the setting migration; the first one needs a controller:\n  ./lab config set controllers 1",
      fr: "Chaque étape est une valeur du réglage migration\u00a0; la première a besoin d'un contrôleur\u00a0:\n  ./lab config set controllers 1",
    },
    `  ./lab config set migration ${next}\n  ./lab up`,
  ];
}

const after = (step: MigrationStep) => migrationSteps[migrationSteps.indexOf(step) + 1] ?? "done";
const before = (step: MigrationStep) => migrationSteps[migrationSteps.indexOf(step) - 1] ?? "none";
