import { spawn } from "node:child_process";
import { once } from "node:events";
import { finishing } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import type { WorkshopLab } from "../authoring/lesson.ts";

/** Runs `./lab dev service-a`, sends a message, and presses Ctrl-C. */
export async function runServiceHere(lab: WorkshopLab, message: string) {
  const child = spawn(process.execPath, ["scripts/lab.ts", "dev", "service-a"], {
    cwd: lab.dir,
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  const cutOff = ended.then(() => {
    throw new LabError("./lab dev service-a ended too early.", "See why: ./lab dev service-a");
  });
  cutOff.catch(() => {}); // its end is expected later
  const ready = () =>
    lab.poll(
      async () => !(await lab.inspect("service-a"))?.State.Running && (await lab.http.readyz("service-a")),
      { what: { en: "service-a is ready on this machine", fr: "service-a est prêt sur cette machine" } },
    );
  const stop = () => void child.kill("SIGINT");
  const what = { en: "the end of ./lab dev service-a", fr: "la fin de ./lab dev service-a" };
  await finishing(
    what,
    async () => {
      try {
        await Promise.race([cutOff, ready()]);
        await lab.http.post(message);
      } finally {
        stop();
        await ended;
      }
    },
    stop,
  );
}
