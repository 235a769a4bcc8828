import { readable } from "./display/values.ts";
import type { OperationResult } from "./model/operation.ts";

/** An output of a stack on one line, as the engine itself shows it. */
export function readableValue(value: OperationResult["outputs"][string]): string {
  return readable(value);
}
