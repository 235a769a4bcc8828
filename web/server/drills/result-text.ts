import { inLanguage } from "../../../workshop/authoring/language.ts";
import { countHints, type DrillResult } from "../../../workshop/running/drills.ts";
import type { Language } from "../../contract/language.ts";
import type { ShownDrill } from "./drill-source.ts";

/**
 * A repair in a few lines, to show to others. It has the symptom and not the drill's name, which would give the fault away
 * to whoever still has it before them.
 */
export function resultText({ level, symptom }: ShownDrill, result: DrillResult, lang: Language): string {
  const { seconds, hints, bestSeconds = seconds } = result;
  const heard = inLanguage(symptom, lang);
  const lines =
    lang === "fr"
      ? [
          `Kafka lab, exercice de niveau ${level}\u00a0: réparé en ${duration(seconds)}, avec ${countHints(hints, lang)}.`,
          `Ce qu'on m'avait dit\u00a0: «\u00a0${heard}\u00a0»`,
          bestSeconds < seconds ? `Mon record\u00a0: ${duration(bestSeconds)}.` : undefined,
        ]
      : [
          `Kafka lab, a drill of level ${level}: repaired in ${duration(seconds)}, with ${countHints(hints, lang)}.`,
          `What I had heard: “${heard}”`,
          bestSeconds < seconds ? `My best time: ${duration(bestSeconds)}.` : undefined,
        ];
  return lines.filter((line) => line !== undefined).join("\n");
}

/** Such as `1 h 2 min` or `4 min 12 s`. */
function duration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return `${hours}\u00a0h ${minutes}\u00a0min`;
  const rest = `${seconds % 60}\u00a0s`;
  return minutes > 0 ? `${minutes}\u00a0min ${rest}` : rest;
}
