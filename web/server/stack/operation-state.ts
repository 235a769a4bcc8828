import { workUnderWay } from "../../../lib/project/under-way.ts";
import type { OperationState } from "../../contract/operation.ts";
import { currentStack } from "./current-stack.ts";

/** What is at work on the lab, in this page's terminal or anywhere else. */
export function readOperation(projectDir: string): OperationState {
  return { stack: currentStack(projectDir), underWay: workUnderWay({ projectDir }) };
}
