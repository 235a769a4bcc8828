import { hostNumbers } from "../../common/hosts-layout.ts";
import { killHost, startHost } from "../../lib/hosts/host-engine.ts";
import { hostName } from "../../lib/hosts/host-layout.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";
import { untilSwarmIsWhole } from "../lab/swarm-readiness.ts";
import { startUsers } from "../traffic/users.ts";
import { lookAtSwarm } from "./observe.ts";

/** Of the manager that the text asks, which stays alive. */
export const managerSocket = "unix://.lab/hosts/1/docker.sock";

/** Users who write and read, and how to wait for their orders. */
export type Users = ReturnType<typeof startUsers>;

/** Everything that the text does, and the open task. */
export async function solveAll(lab: WorkshopLab, enough: number) {
  await lab.ensureUp();
  const users = startUsers(lab);
  try {
    await someMore(lab, users, enough / 2);
    await loseHost(lab, users, 3);
    await setCompression(lab, "gzip");
    await setCompression(lab, "brotli", true);
    await setCompression(lab, "gzip");
    await lab.up({ config: { serviceReplicas: hostNumbers.length } });
    await someMore(lab, users, enough / 2);
  } finally {
    await users.stop();
  }
  await untilWhole(lab);
}

/** A host dies, its broker is missed while orders go on, and it comes back. */
export async function loseHost(lab: WorkshopLab, users: Users | undefined, host: number) {
  await killHost(host);
  await lab.poll(async () => (await lookAtSwarm(lab))?.nodes.some(isDown(host)), {
    budgetMs: 90_000,
    what: { en: `the swarm misses ${hostName(host)}`, fr: `il manque ${hostName(host)} au swarm` },
  });
  if (users) await someMore(lab, users, 30);
  await startHost(host);
  await untilWhole(lab);
}

/** Edits the program as the text does, and brings it up. */
export async function setCompression(lab: WorkshopLab, value: string, allowFailure = false) {
  const file = "infra/index.ts";
  const [port, line] = ["  ports: [config.serviceAPort],\n", /^ {2}environment: { COMPRESSION: .*\n/m];
  const text = (lab.files.read(file) ?? "").replace(line, "");
  lab.files.write(file, text.replace(port, `${port}  environment: { COMPRESSION: "${value}" },\n`));
  await lab.up({ allowFailure });
}

/** Waits until the users' orders are so many more. */
export async function someMore(lab: WorkshopLab, users: Users, more: number) {
  const wanted = users.seen().acknowledged + more;
  await lab.poll(() => users.seen().acknowledged >= wanted, {
    budgetMs: 120_000,
    what: { en: "the users' orders are acknowledged", fr: "les commandes du trafic sont acquittées" },
  });
}

/** Waits until all that the program says runs, in sync. */
export const untilWhole = (lab: WorkshopLab) => untilSwarmIsWhole(lab, readLabConfig(lab.stack));

const isDown =
  (host: number) =>
  ({ name, state }: { name: string; state: string }) =>
    name === hostName(host) && state === "down";
