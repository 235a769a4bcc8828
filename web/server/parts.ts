import type { Router } from "express";
import type { States } from "../contract/states.ts";
import { serviceAddresses } from "./api/addresses.ts";
import { createApiRoutes } from "./api/routes.ts";
import { ownDrills } from "./drills/drill-source.ts";
import { readDrillState } from "./drills/drill-state.ts";
import { createDrillRoutes } from "./drills/routes.ts";
import type { StateStream } from "./events/state-stream.ts";
import { createLiveKafka } from "./kafka/live-kafka.ts";
import { createKafkaRoutes } from "./kafka/routes.ts";
import { openLessonsState } from "./lesson/lessons-state.ts";
import { openLiveLab } from "./lesson/live-lab.ts";
import { createLessonRoutes } from "./lesson/routes.ts";
import { openTexts } from "./lesson/text-store.ts";
import { openOperation } from "./stack/operation-state.ts";
import { createStackRoutes } from "./stack/routes.ts";
import { watchStack } from "./stack/stack-watch.ts";

const LESSONS_EVERY_MS = 1_000;
const DRILL_EVERY_MS = 1_000;
const OPERATION_EVERY_MS = 500;
const KAFKA_EVERY_MS = 1_000;
const STACK_EVERY_MS = 2_000;

/** The parts of the page: has their states watched while a page is open, and returns what answers for them below `/api`. */
export function openParts(projectDir: string, stream: StateStream<States>): Router[] {
  const stack = watchStack({ projectDir, onPreview: () => stream.refresh("stack") });
  const kafka = createLiveKafka({ projectDir, publish: (state) => stream.set("kafka", state) });
  stream.watch("lessons", openLessonsState(projectDir), LESSONS_EVERY_MS);
  stream.watch("drill", () => readDrillState(ownDrills), DRILL_EVERY_MS);
  stream.watch("operation", openOperation(projectDir), OPERATION_EVERY_MS);
  stream.watch("kafka", kafka.look, KAFKA_EVERY_MS);
  stream.watch("stack", stack.look, STACK_EVERY_MS);
  return [
    createLessonRoutes({ projectDir, texts: openTexts(projectDir), openLab: openLiveLab }),
    createKafkaRoutes({ live: kafka }),
    createStackRoutes({ stack }),
    createApiRoutes({ addresses: () => serviceAddresses(projectDir) }),
    createDrillRoutes(ownDrills),
  ];
}
