import type { RecordCell } from "../../../contract/kafka.ts";

type CellText = Pick<RecordCell, "key" | "value">;

/** The words about logs and their records. */
export const words = {
  en: {
    partition: (partition: number) => `partition ${partition}`,
    partitionWord: "Partition",
    leader: (leader: number) => (leader < 0 ? "no leader" : `leader ${leader}`),
    isr: (isr: string) => `in sync: ${isr || "none"}`,
    outOfSync: (ids: string) => `behind: ${ids}`,
    earlier: (count: number) => `${count} earlier`,
    empty: "empty",
    cell: (offset: number, { key, value }: CellText) =>
      `offset ${offset}, ${key === null ? "no key" : `key ${key}`}, ${value ?? "no value"}`,
    gap: (offset: number) => `offset ${offset}: no message`,
    unread: (offset: number) => `offset ${offset}: not loaded`,
    record: { offset: "offset", key: "key", value: "value", headers: "headers", time: "time", none: "none" },
    noKey: "no key",
    noValue: "no value (a tombstone)",
    log: (topic: string) => `The logs of ${topic}`,
    keysHelp: "Arrow keys go from message to message.",
    mark: (group: string, committed: number | undefined, lag: number | undefined) =>
      committed === undefined
        ? `${group} has committed nothing here yet`
        : `${group} reads ${committed} next${lag === undefined ? "" : `, lag ${lag}`}`,
    nothingCommitted: "nothing committed",
    lag: "lag",
    more: (count: number) => `and ${count} more groups`,
  },
  fr: {
    partition: (partition: number) => `partition ${partition}`,
    partitionWord: "Partition",
    leader: (leader: number) => (leader < 0 ? "pas de leader" : `leader ${leader}`),
    isr: (isr: string) => `synchronisées\u00a0: ${isr || "aucune"}`,
    outOfSync: (ids: string) => `en retard\u00a0: ${ids}`,
    earlier: (count: number) => `${count} avant`,
    empty: "vide",
    cell: (offset: number, { key, value }: CellText) =>
      `offset ${offset}, ${key === null ? "sans clé" : `clé ${key}`}, ${value ?? "sans valeur"}`,
    gap: (offset: number) => `offset ${offset}\u00a0: pas de message`,
    unread: (offset: number) => `offset ${offset}\u00a0: pas chargé`,
    record: {
      offset: "offset",
      key: "clé",
      value: "valeur",
      headers: "en-têtes",
      time: "heure",
      none: "aucun",
    },
    noKey: "sans clé",
    noValue: "sans valeur (un tombstone)",
    log: (topic: string) => `Les journaux de ${topic}`,
    keysHelp: "Les flèches vont d'un message à l'autre.",
    mark: (group: string, committed: number | undefined, lag: number | undefined) =>
      committed === undefined
        ? `${group} n'a encore rien validé ici`
        : `${group} lira ${committed}${lag === undefined ? "" : `, retard ${lag}`}`,
    nothingCommitted: "rien de validé",
    lag: "retard",
    more: (count: number) => `et ${count} autres groupes`,
  },
};
