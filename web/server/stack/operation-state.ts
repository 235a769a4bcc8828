import { workUnderWay } from "../../../lib/project/under-way.ts";
import type { OperationState } from "../../contract/operation.ts";
import { shownStackOrNone } from "./shown-stack.ts";

/** Which stack it is is said by the project's settings, which take longer to read than all the rest. */
const STACK_KEPT_MS = 2_000;

/** Makes what reads what is at work on the lab, in this page's terminal or anywhere else; it is asked twice a second. */
export function openOperation(projectDir: string, now = () => performance.now()): () => OperationState {
  let stack: string | undefined;
  let untilMs = 0;
  return () => {
    if (now() >= untilMs) {
      stack = shownStackOrNone(projectDir);
      untilMs = now() + STACK_KEPT_MS;
    }
    return { stack, underWay: workUnderWay({ projectDir }) };
  };
}
