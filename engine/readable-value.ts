import { changesOf } from "./display/diff.ts";
import { readable } from "./display/values.ts";
import type { Change, Operation, Step } from "./model/observer.ts";
import type { OperationResult } from "./model/operation.ts";

/** An output of a stack on one line, as the engine itself shows it. */
export function readableValue(value: OperationResult["outputs"][string]): string {
  return readable(value);
}

/** The properties that a step of the Pulumi CLI changes, as this engine would say it; its events conceal secrets. */
export function readableChanges(
  step: Pick<Step, "detailedDiff" | "oldInputs" | "newInputs"> & { op: string },
): Change[] {
  return changesOf({ ...step, op: step.op as Operation });
}
