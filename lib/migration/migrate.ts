import { EngineError } from "../../common/engine-error.ts";
import { readMigrationRecord } from "../../common/migration.ts";
import type { OperationEnd, OperationRequest } from "../engines/engine-operation.ts";
import { operate } from "../engines/operate.ts";
import { engineCalls } from "../rolling/engine-calls.ts";
import { confirm } from "../terminal/terminal.ts";
import type { PlannedStep } from "./plan-step.ts";
import { recordLook, recordTaken } from "./record.ts";
import { takeStep } from "./take-step.ts";

/** An `up` or a `preview` of a lab that migrates: says which step it is, and takes it, or shows what the program says. */
export async function migrate(step: PlannedStep, request: OperationRequest): Promise<OperationEnd> {
  const { projectDir, stack, yes, json, targets } = request;
  for (const line of step.words) step.log(line);
  if (request.operation === "preview") return preview(step, request);
  if (step.words.length === 0 || targets) {
    recordLook(projectDir, stack, step.record);
    return operate(request);
  }
  if (!(await confirm("Go on?", { yes: yes || json })))
    throw new EngineError("Declined: nothing was changed.");
  recordLook(projectDir, stack, step.record);
  const end = await takeStep(step, engineCalls(request));
  recordTaken(projectDir, stack, step.to);
  return end;
}

/** The program needs the record, and a preview leaves nothing behind. */
async function preview({ config, record }: PlannedStep, request: OperationRequest) {
  const { projectDir } = request;
  const before = readMigrationRecord(config.stack, projectDir);
  try {
    recordLook(projectDir, config.stack, record);
    return await operate(request);
  } finally {
    recordLook(projectDir, config.stack, before);
  }
}
