import { hintsFrom } from "../authoring/hints.ts";
import type { Check, WorkshopLab } from "../authoring/lesson.ts";
import { listDrills, readResults } from "../running/drills.ts";

const example = "wrong-advertised-listener";

/** A lab that works, and no drill under way. */
export async function setup(lab: WorkshopLab) {
  lab.notes.set("begun", new Date().toISOString());
  lab.restoreProgram();
  await lab.ensureUp();
}

export const checks: Check[] = [
  {
    id: "example-drill",
    row: { en: `the drill ${example} was repaired`, fr: `l'exercice ${example} est réparé` },
    command: "./lab drill --list",
    async observe(lab) {
      const isRepaired = (readResults()[example]?.mendedAt ?? "") > (lab.notes.get("begun") ?? "");
      return {
        passed: isRepaired || (lab.notes.get("solved") ?? false),
        expected: { en: "repaired, since the lesson began", fr: "réparé, depuis le début de la leçon" },
        observed: isRepaired ? { en: "repaired", fr: "réparé" } : { en: "not yet", fr: "pas encore" },
      };
    },
  },
  {
    id: "whole",
    row: { en: "the lab works", fr: "le labo fonctionne" },
    command: "./lab smoke",
    startsTrue: {
      en: "the lesson begins with a lab that is up, and it is broken meanwhile",
      fr: "la leçon commence avec un labo qui tourne, et il est mis en panne en chemin",
    },
    async observe(lab) {
      const up = await lab.isUp();
      const state = { en: up ? "up" : "not up", fr: up ? "tourne" : "ne tourne pas" };
      return { passed: up, expected: { en: "up", fr: "tourne" }, observed: state };
    },
  },
];

const ladders = {
  "example-drill": [
    {
      en: "The text goes through this one step by step.",
      fr: "Celui-ci est traité pas à pas dans le texte.",
    },
    { en: `Begin it: ./lab drill ${example}`, fr: `Commencez-le : ./lab drill ${example}` },
  ],
  whole: [
    { en: "Does every container run? docker ps -a", fr: "Tous les conteneurs tournent-ils ? docker ps -a" },
    { en: "./lab drill --restore brings the lab back.", fr: "./lab drill --restore remet le labo en état." },
  ],
};

export const hints = hintsFrom(ladders, async () => {
  const open = listDrills().filter((name) => !(name in readResults())).length;
  return [
    {
      en: `All rows hold. ${open} drills are left: ./lab drill. Or go on: ./lab learn 12`,
      fr: `Tout est rempli. Il reste ${open} exercices : ./lab drill. Ou la suite : ./lab learn 12`,
    },
  ];
});

/** The drill counts as done; the lab is as after its repair. */
export async function solve(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  lab.notes.set("solved", true);
}

export async function reset(lab: WorkshopLab) {
  lab.notes.set("solved", false);
  await setup(lab);
}
