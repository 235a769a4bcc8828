import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { resolve } from "node:path";
import { handlingSignalsItself } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { damagedFiles, openKit } from "../../lib/kit/check-kit.ts";
import { shownFingerprint } from "../../lib/kit/manifest.ts";
import { openClass } from "../../lib/kit-serving/class-store.ts";
import { createKitServer } from "../../lib/kit-serving/kit-server.ts";
import { reportTaker } from "../../lib/kit-serving/take-report.ts";
import { createTeacherServer } from "../../lib/kit-serving/teacher-server.ts";
import { bold, formatTable } from "../../lib/terminal/terminal.ts";

/** Serves a kit in the room, and the teacher's page on this machine, until Ctrl-C. */
export async function serve(folder: string, { address, port }: { address?: string; port: string }) {
  const dir = resolve(folder);
  const host = ownAddress(address);
  const kit = openKit(dir);
  const wrong = await damagedFiles(dir, kit.manifest.files);
  if (wrong[0] !== undefined)
    throw new LabError(`the kit is damaged: ${wrong[0]}`, `Look: ./lab kit check '${folder}'`);
  const store = openClass();
  const rooms = createKitServer(dir, kit, reportTaker(store));
  const { server: teachers, token } = createTeacherServer(store.list);
  await handlingSignalsItself(
    async () => {
      const url = await listen(rooms, host, readPort(port));
      const own = await listen(teachers, "127.0.0.1", 0);
      console.log(
        formatTable(
          [
            ["for the board", bold(url)],
            ["fingerprint", bold(shownFingerprint(kit.fingerprint))],
            ["your own page", `${own}/?token=${token}`],
            ["", "on this machine only; opens in one browser"],
            ["to end", "Ctrl-C; ./lab kit forget deletes what learners sent"],
          ],
          120,
        ),
      );
      await stopSignal();
      for (const server of [rooms, teachers]) {
        server.close();
        server.closeAllConnections();
      }
    },
    { endsByCtrlC: true },
  );
}

/** One that this machine has: nobody serves a room on all of its networks by mistake. */
function ownAddress(wanted: string | undefined) {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = all.filter(({ family }) => family === "IPv4").map(({ address }) => address);
  if (wanted !== undefined && own.includes(wanted)) return wanted;
  const seen = wanted === undefined ? "none was named" : `${wanted} is none`;
  throw new LabError(
    `--address expects an IPv4 address of this machine, and ${seen}.`,
    `Name the one of the room's network: --address ${own.filter((each) => !each.startsWith("127.")).join(" or ") || "127.0.0.1"}`,
  );
}

function readPort(port: string) {
  if (/^\d{1,5}$/.test(port) && Number(port) < 65_536) return Number(port);
  throw new LabError(
    `--port expects a number from 0 to 65535, and got "${port}".`,
    "For example: --port 8920",
  );
}

async function listen(server: Server, host: string, port: number) {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new LabError(
      `${host}:${port} cannot be listened on (${code}).`,
      "Name another port: --port 0 takes any that is free.",
      { cause },
    );
  }
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

function stopSignal() {
  return new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => done());
  });
}
