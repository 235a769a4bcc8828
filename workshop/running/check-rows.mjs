import { LabError } from "../../common/lab-error.mjs";

/** @import { Check, Observation, Row, Text, WorkshopLab } from "../authoring/lesson.ts" */

/** @typedef {Row & { row: Text, command: string }} CheckedRow */

/**
 * Observes every row, also after one that fails; what stands in the way of an observation is what was observed.
 *
 * @param {WorkshopLab} lab
 * @param {readonly Check[]} checks
 * @returns {Promise<CheckedRow[]>}
 */
export async function checkRows(lab, checks) {
  const rows = [];
  for (const check of checks) {
    const observation = await check.observe(lab).catch(asObservation);
    const command = typeof check.command === "string" ? check.command : await check.command(lab);
    rows.push({ id: check.id, row: check.row, command, ...observation });
  }
  return rows;
}

/** @param {Error & { type?: string }} error @returns {Observation} */
function asObservation(error) {
  const isOutside = error instanceof LabError || error.name.startsWith("Kafka") || "statusCode" in error;
  if (!isOutside) throw error;
  return {
    passed: false,
    expected: { en: "an answer", fr: "une réponse" },
    observed: error.message,
  };
}
