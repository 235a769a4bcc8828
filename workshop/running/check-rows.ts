import { LabError } from "../../common/lab-error.mjs";
import type { Check, Observation, Row, Text, WorkshopLab } from "../authoring/lesson.ts";

export type CheckedRow = Row & { row: Text; command: string };

/** Observes every row, also after one that fails; what stands in the way of an observation is what was observed. */
export async function checkRows(lab: WorkshopLab, checks: readonly Check[]): Promise<CheckedRow[]> {
  const rows = [];
  for (const check of checks) {
    const observation = await check.observe(lab).catch(asObservation);
    const command = typeof check.command === "string" ? check.command : await check.command(lab);
    rows.push({ id: check.id, row: check.row, command, ...observation });
  }
  return rows;
}

function asObservation(error: Error & { type?: string }): Observation {
  const isOutside = error instanceof LabError || error.name.startsWith("Kafka") || "statusCode" in error;
  if (!isOutside) throw error;
  return {
    passed: false,
    expected: { en: "an answer", fr: "une réponse" },
    observed: error.message,
  };
}
