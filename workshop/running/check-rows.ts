import { sayWhenInterrupted } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { inLanguage } from "../authoring/language.ts";
import type { Check, Language, Observation, Row, Text, WorkshopLab } from "../authoring/lesson.ts";

export type CheckedRow = Row & { row: Text; command: string };

/**
 * Observes every row, also after one that fails; an error during an observation is its result. `asked`: the running
 * command, such as `./lab check 5`.
 */
export async function checkRows(
  lab: WorkshopLab,
  checks: readonly Check[],
  asked?: { lang: Language; command: string },
): Promise<CheckedRow[]> {
  const rows = [];
  for (const check of checks) {
    if (asked) sayWhenInterrupted(asked.lang, interruptedText(check.row, asked));
    const observation = await check.observe(lab).catch(asObservation);
    const command = typeof check.command === "string" ? check.command : await check.command(lab);
    rows.push({ id: check.id, row: check.row, command, ...observation });
  }
  return rows;
}

function interruptedText(row: Text, { lang, command }: { lang: Language; command: string }) {
  const text = inLanguage(row, lang);
  return {
    en: `stopped while checking "${text}"; nothing was changed. To check again: ${command}`,
    fr: `arrêt pendant la vérification de «\u00a0${text}\u00a0»\u00a0; rien n'a été changé. Pour recommencer\u00a0: ${command}`,
  };
}

function asObservation(error: Error & { code?: unknown }): Observation {
  const isOutside = error instanceof LabError || error.name.startsWith("Kafka") || "statusCode" in error;
  if (!isOutside && !isOfTheSystem(error)) throw error;
  return {
    passed: false,
    expected: { en: "an answer", fr: "une réponse" },
    observed: error.message,
  };
}

/** Such as a connection that is refused: the learner's lab, and not a mistake in the check, which Node names `ERR_`. */
function isOfTheSystem({ code }: { code?: unknown }): boolean {
  return typeof code === "string" && !code.startsWith("ERR_");
}
