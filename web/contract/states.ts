import type { DrillState } from "./drill.ts";
import type { KafkaState } from "./kafka.ts";
import type { LessonsState } from "./lesson.ts";
import type { OperationState } from "./operation.ts";
import type { StackState } from "./stack.ts";

/** Every state that the page shows, by its name on the stream of events; each is sent whole when it has changed. */
export interface States {
  readonly lessons: LessonsState;
  readonly operation: OperationState;
  readonly kafka: KafkaState;
  readonly stack: StackState;
  readonly drill: DrillState;
}

/** GET: every state by its name as a server-sent event, all at first, then each when it has changed. */
export const EVENTS_PATH = "/api/events";
