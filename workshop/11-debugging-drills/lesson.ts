import { hintsFrom } from "../authoring/hints.ts";
import type { Check, Observation, Text, WorkshopLab } from "../authoring/lesson.ts";
import { notesOf } from "../running/drill-notes.ts";
import { listDrills, readResults } from "../running/drills.ts";

const example = "wrong-advertised-listener";
const looksWanted = 2;

/** A lab that works, and no drill under way. */
export async function setup(lab: WorkshopLab) {
  lab.notes.set("begun", new Date().toISOString());
  lab.restoreProgram();
  await lab.ensureUp();
}

export const checks: Check[] = [
  {
    id: "example-drill",
    row: { en: `the drill ${example} was repaired`, fr: `la panne de l'exercice ${example} est réparée` },
    command: "./lab drill --list",
    async observe(lab) {
      const isRepaired = repaired(lab).some(([name]) => name === example);
      return {
        passed: isRepaired || isSolved(lab),
        expected: { en: "repaired, since the lesson began", fr: "réparé, depuis le début de la leçon" },
        observed: isRepaired ? { en: "repaired", fr: "réparé" } : notYet(lab),
      };
    },
  },
  {
    id: "own-drill",
    row: {
      en: "your turn: you have repaired a drill without the help of the text",
      fr: "à vous de jouer\u00a0: vous avez réparé une panne que le texte ne suit pas",
    },
    command: "./lab drill --list",
    async observe(lab) {
      const seen = own(lab).map(([name, { hints }]) => [name, hints] as const);
      return {
        passed: seen.length > 0 || isSolved(lab),
        expected: { en: "another drill, repaired", fr: "un autre exercice, sa panne réparée" },
        observed:
          seen.length > 0
            ? {
                en: seen.map(([name, hints]) => `${name} (hints: ${hints})`).join(", "),
                fr: seen.map(([name, hints]) => `${name} (indices\u00a0: ${hints})`).join(", "),
              }
            : notYet(lab),
      };
    },
  },
  {
    id: "looks",
    row: {
      en: "what you looked at in it is noted, in order",
      fr: "ce que vous avez regardé pendant cet exercice est noté, dans l'ordre",
    },
    command: "cat .lab/drill-notes.md",
    observe: async (lab) => observeLooks(lab),
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
      fr: "Le texte suit cet exercice pas à pas.",
    },
    {
      en: `Begin it, and follow the text from there:\n  ./lab drill ${example}`,
      fr: `Commencez-le, et suivez le texte à partir de là\u00a0:\n  ./lab drill ${example}`,
    },
  ],
  "own-drill": [
    {
      en: "Draw one; it breaks your lab, and says only what was reported:\n  ./lab drill",
      fr: "Tirez-en un\u00a0; il met votre labo en panne, et ne donne que les symptômes rapportés\u00a0:\n  ./lab drill",
    },
    {
      en: "While it is under way, this is a hint about it, and is counted:\n  ./lab hint",
      fr: "Tant qu'il est en cours, ceci donne un indice à son sujet, et cet indice est compté\u00a0:\n  ./lab hint",
    },
    {
      en: "An easy one, by name; one command repairs it:\n  ./lab drill broker-paused\n  docker unpause kafka\n  ./lab check",
      fr: "En voici un facile, par son nom\u00a0; une commande répare la panne\u00a0:\n  ./lab drill broker-paused\n  docker unpause kafka\n  ./lab check",
    },
  ],
  looks: [
    {
      en: "Which commands did you begin with? It may be written down afterwards too.",
      fr: "Par quelles commandes avez-vous commencé\u00a0? On peut aussi le noter après coup.",
    },
    {
      en: `${looksWanted} looks at least, in your own words, one command for each:\n  ./lab drill --note "docker ps -a: ..."`,
      fr: `Au moins ${looksWanted} notes, avec vos mots, une par commande\u00a0:\n  ./lab drill --note "docker ps -a : ..."`,
    },
  ],
  whole: [
    {
      en: "Is every container running?\n  docker ps -a",
      fr: "Tous les conteneurs tournent-ils\u00a0?\n  docker ps -a",
    },
    {
      en: "This brings the lab back:\n  ./lab drill --restore",
      fr: "Ceci remet le labo en état\u00a0:\n  ./lab drill --restore",
    },
  ],
} satisfies Record<string, Text[]>;

export const hints = hintsFrom(ladders, async () => {
  const open = listDrills().filter((name) => !(name in readResults())).length;
  return [
    {
      en: `All rows hold. Drills left: ${open} (./lab drill). Or go on:\n  ./lab learn 12`,
      fr: `Tout est vérifié. Exercices restants\u00a0: ${open} (./lab drill). Ou la suite\u00a0:\n  ./lab learn 12`,
    },
  ];
});

/** The drills count as solved; the lab is as after their repair. */
export async function solve(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  lab.notes.set("solved", true);
}

export async function reset(lab: WorkshopLab) {
  lab.notes.set("solved", false);
  await setup(lab);
}

function observeLooks(lab: WorkshopLab): Observation {
  const counts = own(lab).map(([, { startedAt }]) => (startedAt ? notesOf(startedAt).length : 0));
  const most = Math.max(0, ...counts);
  return {
    passed: most >= looksWanted || isSolved(lab),
    expected: { en: `${looksWanted} looks or more`, fr: `${looksWanted} notes ou plus` },
    observed: most === 0 ? notYet(lab) : String(most),
  };
}

/** The drills that were repaired since the lesson began, and not given up. */
function repaired(lab: WorkshopLab) {
  const begun = lab.notes.get("begun") ?? "";
  return Object.entries(readResults()).filter(([, { mendedAt = "" }]) => mendedAt > begun);
}

/** Drawn or named: both are without a text. */
function own(lab: WorkshopLab) {
  return repaired(lab).filter(([name]) => name !== example);
}

function isSolved(lab: WorkshopLab): boolean {
  return lab.notes.get("solved") ?? false;
}

function notYet(lab: WorkshopLab): Text {
  return isSolved(lab)
    ? { en: "solved for you", fr: "résolu pour vous" }
    : { en: "not yet", fr: "pas encore" };
}
