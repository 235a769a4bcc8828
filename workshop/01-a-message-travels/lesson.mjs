/** @import { Check, Row, WorkshopLab } from "../../scripts/lib/workshop/types.ts" */

const topic = "message-topic";
const group = "message-group";

/**
 * A lab that has just come up, and the number of messages it holds: what the learner sends is counted from there.
 * @param {WorkshopLab} lab
 */
export async function setup(lab) {
  lab.restoreProgram();
  await lab.destroy();
  await lab.ensureUp();
  lab.memory.set("before", await countMessages(lab));
}

/** @type {Check[]} */
export const checks = [
  {
    id: "services-are-ready",
    row: {
      en: "service-a and service-b are ready",
      fr: "service-a et service-b sont prêts",
    },
    command: "curl http://localhost:5101/readyz",
    startsTrue: {
      en: "the lesson begins with a lab that is up, and service-a is broken and mended on the way",
      fr: "la leçon commence avec un labo qui tourne ; service-a est cassé puis réparé en route",
    },
    async observe(lab) {
      const [a, b] = await Promise.all([lab.http.readyz("service-a"), lab.http.readyz("service-b")]);
      return {
        passed: a && b,
        expected: { en: "both are ready", fr: "les deux sont prêts" },
        observed: { en: `service-a: ${a}, service-b: ${b}`, fr: `service-a : ${a}, service-b : ${b}` },
      };
    },
  },
];

/** @param {WorkshopLab} _lab @param {readonly Row[]} rows */
export async function hints(_lab, rows) {
  if (rows.every((row) => row.passed))
    return [{ en: "Go on: ./lab learn 2", fr: "Continuez : ./lab learn 2" }];
  return [{ en: "Is the lab up? ./lab up", fr: "Le labo tourne-t-il ? ./lab up" }];
}

/** @param {WorkshopLab} lab */
export async function solve(lab) {
  await lab.ensureUp();
}

/** @param {WorkshopLab} lab */
export async function reset(lab) {
  await setup(lab);
}

/** @param {WorkshopLab} lab */
async function countMessages(lab) {
  const offsets = await lab.kafka.topicOffsets(topic);
  return offsets.reduce((sum, { high }) => sum + high, 0) + (group ? 0 : 0);
}
