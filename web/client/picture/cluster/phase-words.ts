import type { PhaseState } from "../../../contract/kafka.ts";

type Active = NonNullable<PhaseState["active"]>;

/** The words about a migration out of ZooKeeper. */
export const phaseWords = {
  en: {
    title: "Migration",
    truth: {
      zookeeper: "ZooKeeper holds the truth",
      copied: "the controllers decide, ZooKeeper gets a copy",
      controllers: "the controllers alone hold the metadata",
      unknown: "no ZooKeeper answers",
    },
    active: (active: Active) =>
      active.kind === "broker"
        ? `active controller: broker ${active.id}`
        : `active controller: ${active.id}, the others at most ${active.lag} records behind`,
    noneActive: "no active controller",
    migrated: (count: number, of: number) => `${count} of ${of} brokers know the controllers`,
    next: (step: string) => `Next: ./lab config set migration ${step}, then ./lab up`,
    goOn: (step: string) => `Not all nodes are at ${step} yet: ./lab up`,
    allDone: "Nothing is left to do.",
  },
  fr: {
    title: "Migration",
    truth: {
      zookeeper: "ZooKeeper fait foi",
      copied: "les contrôleurs décident, ZooKeeper reçoit une copie",
      controllers: "seuls les contrôleurs détiennent les métadonnées",
      unknown: "aucun ZooKeeper ne répond",
    },
    active: (active: Active) =>
      active.kind === "broker"
        ? `contrôleur actif\u00a0: broker ${active.id}`
        : `contrôleur actif\u00a0: ${active.id}, les autres ont au plus ${active.lag} enregistrements de retard`,
    noneActive: "aucun contrôleur actif",
    migrated: (count: number, of: number) => `${count} broker(s) sur ${of} connaissent les contrôleurs`,
    next: (step: string) => `Ensuite\u00a0: ./lab config set migration ${step}, puis ./lab up`,
    goOn: (step: string) => `Tous les nœuds ne sont pas encore à ${step}\u00a0: ./lab up`,
    allDone: "Il ne reste rien à faire.",
  },
};
