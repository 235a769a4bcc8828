export type Text = { en: string; fr: string };

/** What a command that only looks is doing, for the case that it is interrupted. */
const looking: Record<string, Text> = {
  check: { en: "checking", fr: "vérification" },
  hint: { en: "looking for a hint", fr: "recherche d'un indice" },
  output: { en: "reading the outputs", fr: "lecture des outputs" },
  preview: { en: "previewing", fr: "prévisualisation" },
  trace: { en: "tracing the way to Kafka", fr: "suivi du chemin vers Kafka" },
};

/** What goes on from the beginning when it is called again, and skips what is done. */
const repeatable = [
  ...["start", "up", "refresh", "destroy", "images", "clean", "rebalance"],
  ...["kit make", "kit check", "kit use"],
];

/**
 * What is said when a command is interrupted before it says something better itself: what it was doing, whether
 * anything is changed, and the command that goes on. `name`: of the command. `args`: as they were typed after it.
 */
export function wordsFor(name: string, args: readonly string[]): Text | undefined {
  const command = ["./lab", name, ...args].join(" ");
  const look = looking[name];
  if (look) {
    return {
      en: `stopped while ${look.en}; nothing was changed. To do it again: ${command}`,
      fr: `arrêt pendant\u00a0: ${look.fr}\u00a0; rien n'a été changé. Pour recommencer\u00a0: ${command}`,
    };
  }
  if (name === "ca" || name === "config" || name === "saved") {
    return {
      en: `${command} was stopped before it wrote anything.`,
      fr: `${command} a été arrêtée avant d'écrire quoi que ce soit.`,
    };
  }
  if (!repeatable.includes(name)) return undefined;
  return {
    en: `${command} did not come to its end. Go on by: ${command}`,
    fr: `${command} n'est pas allée au bout. Pour continuer\u00a0: ${command}`,
  };
}
