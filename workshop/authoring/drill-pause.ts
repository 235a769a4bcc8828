import type { Check, Text, WorkshopLab } from "./lesson.ts";
import { servicesReady } from "./shared-checks.ts";

/**
 * A drill that freezes the processes of one container, which its ports do not show; the row says what the container
 * does otherwise.
 */
export function onePause(part: string, row: Text) {
  const unpause = `docker unpause ${part}`;
  const runs: Check = {
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
    breakIt: (lab: WorkshopLab) => lab.docker.getContainer(lab.nameOf(part)).pause(),
    checks: [runs, servicesReady],
    cures: [
      {
        text: unpause,
        async run(lab: WorkshopLab) {
          await lab.docker.getContainer(lab.nameOf(part)).unpause();
          await lab.ensureUp();
        },
      },
    ],
  };
}
