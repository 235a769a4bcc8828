import { servicesReady } from "../../../scripts/lib/workshop/drill-edits.mjs";

/** @import { Check, WorkshopLab } from "../../../scripts/lib/workshop/types.ts" */

export const symptom = {
  en: "Nobody can create a topic any more: the command ends with a timeout. Messages go on for a while, then strange errors begin.",
  fr: "Plus personne ne peut créer de topic : la commande expire. Les messages passent encore un moment, puis viennent des erreurs étranges.",
};

/** @param {WorkshopLab} lab */
export async function breakIt(lab) {
  await lab.docker.getContainer(lab.nameOf("zookeeper")).pause();
}

/** @type {Check[]} */
export const checks = [
  {
    id: "zookeeper-runs",
    row: { en: "ZooKeeper answers", fr: "ZooKeeper répond" },
    command: "docker ps --filter name=zookeeper",
    async observe(lab) {
      const seen = await lab.inspect("zookeeper");
      const state = seen?.State.Paused ? "paused" : (seen?.State.Status ?? "absent");
      return { passed: state === "running", expected: "running", observed: state };
    },
  },
  servicesReady,
];

export async function hints() {
  return [
    {
      en: "What does the broker need to create a topic, and not to store a message?",
      fr: "De quoi le broker a-t-il besoin pour créer un topic, et pas pour enregistrer un message ?",
    },
    {
      en: "Look at the state of every container: docker ps",
      fr: "Regardez l'état de chaque conteneur : docker ps",
    },
    { en: "docker unpause zookeeper", fr: "docker unpause zookeeper" },
  ];
}

export const cures = [
  {
    text: { en: "docker unpause zookeeper", fr: "docker unpause zookeeper" },
    async run(/** @type {WorkshopLab} */ lab) {
      await lab.docker.getContainer(lab.nameOf("zookeeper")).unpause();
      await lab.ensureUp();
    },
  },
];

/** `ensureUp`, which follows, thaws what is frozen. */
export async function restore() {}

export const explanation = {
  en: "ZooKeeper was frozen (docker pause). Producing and reading need only the brokers; whatever changes the metadata, such as a new topic, waits for ZooKeeper.",
  fr: "ZooKeeper était gelé (docker pause). Écrire et lire ne demandent que les brokers ; ce qui change les métadonnées, comme un nouveau topic, attend ZooKeeper.",
};
