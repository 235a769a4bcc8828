import { servicesReady } from "./shared-checks.mjs";

/** @import { Check, Text, WorkshopLab } from "./lesson.ts" */

/**
 * A drill that is one container whose processes are frozen: nothing of it shows at its ports.
 *
 * @param {string} part
 * @param {Text} row what it does when it is not
 */
export function onePause(part, row) {
  const thaw = `docker unpause ${part}`;
  /** @type {Check} */
  const runs = {
    id: `${part}-runs`,
    row,
    command: `docker ps --filter label=kafka-lab.name=default --filter name=${part}`,
    async observe(lab) {
      const seen = await lab.inspect(part);
      const state = seen?.State.Paused ? "paused" : (seen?.State.Status ?? "absent");
      return { passed: state === "running", expected: "running", observed: state };
    },
  };
  return {
    breakIt: (/** @type {WorkshopLab} */ lab) => lab.docker.getContainer(lab.nameOf(part)).pause(),
    checks: [runs, servicesReady],
    cures: [
      {
        text: thaw,
        async run(/** @type {WorkshopLab} */ lab) {
          await lab.docker.getContainer(lab.nameOf(part)).unpause();
          await lab.ensureUp();
        },
      },
    ],
  };
}
