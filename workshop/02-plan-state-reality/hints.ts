import { goOn } from "../authoring/hints.ts";
import type { Row, Text, WorkshopLab } from "../authoring/lesson.ts";

export const heapMb = 512;
export const headroomMb = 768;
export const kafkaFile = "infra/kafka.ts";
export const oldHeadroom = "const headroomMb = 640;";
export const newHeadroom = `const headroomMb = ${headroomMb};`;

/** A program that is right and not applied yet comes before the ladder of the row. */
export async function hints(lab: WorkshopLab, rows: readonly Row[]) {
  const failing = rows.find(({ passed }) => !passed)?.id;
  if (!failing) return goOn(2);
  if (lab.config.get("serviceAPort") !== lab.notes.get("port")) return moveBack(lab);
  if (!(await lab.isUp())) return apply;
  if (failing === "heap-is-512" && lab.config.get("kafkaHeapMb") === String(heapMb)) return apply;
  if (failing === "limit-is-1280" && lab.files.read(kafkaFile)?.includes(newHeadroom)) return apply;
  if (failing === "your-turn" && lab.config.get("serviceBInstances") !== "1") return apply;
  return ladders[failing] ?? apply;
}

/** For a declaration that is not applied yet. */
const apply: Text[] = [
  {
    en: "What the program declares and what runs differ. See how:\n  ./lab preview --refresh --diff",
    fr: "Ce que le programme déclare et ce qui tourne diffèrent. Voyez en quoi\u00a0:\n  ./lab preview --refresh --diff",
  },
  { en: "Apply it:\n  ./lab up --refresh", fr: "Appliquez-le\u00a0:\n  ./lab up --refresh" },
];

/** The port of the start may be one that was set before the lesson. */
function moveBack(lab: WorkshopLab): Text[] {
  const port = lab.notes.get("port");
  const command =
    port === lab.config.defaultOf("serviceAPort")
      ? "./lab config rm serviceAPort"
      : `./lab config set serviceAPort ${port}`;
  return [
    {
      en: "Is service-a on the port that it had at the start? See what is set:\n  ./lab config get serviceAPort",
      fr: "service-a est-il sur le port du début\u00a0? Voyez ce qui est réglé\u00a0:\n  ./lab config get serviceAPort",
    },
    {
      en: `Go back to it, then apply it:\n  ${command}\n  ./lab up`,
      fr: `Revenez-y, puis appliquez\u00a0:\n  ${command}\n  ./lab up`,
    },
  ];
}

const ladders: Record<string, Text[]> = {
  "heap-is-512": [
    {
      en: "The heap is a setting of the stack. See them all:\n  ./lab config list",
      fr: "Le tas est un réglage de la stack. Voyez-les tous\u00a0:\n  ./lab config list",
    },
    {
      en: "Set it, look at the plan, then apply it:\n  ./lab config set kafkaHeapMb 512\n  ./lab preview\n  ./lab up",
      fr: "Réglez-le, regardez le plan, puis appliquez\u00a0:\n  ./lab config set kafkaHeapMb 512\n  ./lab preview\n  ./lab up",
    },
  ],
  "limit-is-1280": [
    {
      en: `The limit is the heap plus what is added to it in ${kafkaFile}.`,
      fr: `La limite est le tas, plus ce qui s'y ajoute dans ${kafkaFile}.`,
    },
    {
      en: `512 MB and 768 MB make 1280 MB. In ${kafkaFile} the line must be:\n  ${newHeadroom}\nThen apply it:\n  ./lab up`,
      fr: `512\u00a0Mo et 768\u00a0Mo font 1280\u00a0Mo. Dans ${kafkaFile}, la ligne doit être\u00a0:\n  ${newHeadroom}\nPuis appliquez\u00a0:\n  ./lab up`,
    },
  ],
  "made-again": [
    {
      en: "Everything can go, because the program knows how to make it again.",
      fr: "Tout peut disparaître\u00a0: le programme sait le recréer.",
    },
    {
      en: "Destroy the lab, volumes included, and bring it up again:\n  ./lab destroy\n  ./lab up",
      fr: "Détruisez le labo, volumes compris, et recréez-le\u00a0:\n  ./lab destroy\n  ./lab up",
    },
  ],
  "your-turn": [
    {
      en: "Your turn: how many instances of service-b there are is a setting. See all settings:\n  ./lab config list",
      fr: "À vous de jouer\u00a0: le nombre d'instances de service-b est un réglage. Voyez tous les réglages\u00a0:\n  ./lab config list",
    },
    {
      en: "The setting is serviceBInstances. Say what the plan will hold before you look at it.",
      fr: "Le réglage est serviceBInstances. Dites ce que contiendra le plan avant de le regarder.",
    },
    {
      en: "These three commands:\n  ./lab config set serviceBInstances 2\n  ./lab preview\n  ./lab up",
      fr: "Ces trois commandes\u00a0:\n  ./lab config set serviceBInstances 2\n  ./lab preview\n  ./lab up",
    },
  ],
};
