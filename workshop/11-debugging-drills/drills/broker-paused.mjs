import { servicesReady } from "../../../scripts/lib/workshop/drill-edits.mjs";

/** @import { Check, WorkshopLab } from "../../../scripts/lib/workshop/types.ts" */

export const symptom = {
  en: "Every POST takes 15 s and ends with 503. The broker's port accepts connections.",
  fr: "Chaque POST dure 15 s et finit en 503. Le port du broker accepte les connexions.",
};

/** @param {WorkshopLab} lab */
export async function breakIt(lab) {
  await lab.docker.getContainer(lab.nameOf("kafka")).pause();
}

/** @type {Check[]} */
export const checks = [
  {
    id: "a-post-is-stored",
    row: { en: "Kafka answers requests", fr: "Kafka répond aux requêtes" },
    command: "docker ps --filter name=kafka",
    async observe(lab) {
      const seen = await lab.inspect("kafka");
      const state = seen?.State.Paused ? "paused" : (seen?.State.Status ?? "absent");
      return { passed: state === "running", expected: "running", observed: state };
    },
  },
  servicesReady,
];

export async function hints() {
  return [
    {
      en: "A connection that is accepted and never answered: who answers, the kernel or the program?",
      fr: "Une connexion acceptée et jamais servie : qui accepte, le noyau ou le programme ?",
    },
    {
      en: "Look at the state, not only at the port: docker ps",
      fr: "Regardez l'état, pas seulement le port : docker ps",
    },
    { en: "docker unpause kafka", fr: "docker unpause kafka" },
  ];
}

export const cures = [
  {
    text: { en: "docker unpause kafka", fr: "docker unpause kafka" },
    async run(/** @type {WorkshopLab} */ lab) {
      await lab.docker.getContainer(lab.nameOf("kafka")).unpause();
      await lab.ensureUp();
    },
  },
];

/** `ensureUp`, which follows, thaws what is frozen. */
export async function restore() {}

export const explanation = {
  en: "The broker's processes were frozen (docker pause). The kernel went on accepting connections for it, so everything that only looks at a port found it well.",
  fr: "Les processus du broker étaient gelés (docker pause). Le noyau continuait d'accepter les connexions à sa place : tout ce qui ne regarde qu'un port le trouvait en bonne santé.",
};
