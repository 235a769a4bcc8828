import { killHost } from "../../../lib/hosts/host-engine.ts";
import { hostEndpoint, hostName } from "../../../lib/hosts/host-layout.ts";
import { setHostLink } from "../../../lib/hosts/host-network.ts";
import { makeHosts } from "../../../lib/hosts/make-hosts.ts";
import { runLogged } from "../../../lib/terminal/processes.ts";
import {
  loseHost,
  setCompression,
  someMore,
  type Users,
  untilWhole,
} from "../../../workshop/20-more-than-one-machine/acts.ts";
import { lookAtSwarm } from "../../../workshop/20-more-than-one-machine/observe.ts";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { startUsers } from "../../../workshop/traffic/users.ts";
import type { Deed, RowCase } from "../support/row-case.ts";

const quietUpdate: Deed = {
  why: "service-a is updated, and nobody is there",
  async run(lab) {
    await lab.ensureUp();
    await setCompression(lab, "gzip");
  },
};

export const rows: Record<string, RowCase> = {
  "three-nodes": {
    without: [
      {
        why: "one of them is dead",
        async run(lab) {
          await makeHosts(lab.say);
          await killOnly(lab, 2);
        },
      },
    ],
    otherwise: [
      {
        why: "one was dead, and they are made again",
        async run(lab) {
          await makeHosts(lab.say);
          await killOnly(lab, 2);
          await makeHosts(lab.say);
        },
      },
    ],
  },
  "at-home": {
    without: [
      {
        why: "a node is drained, and its broker waits",
        async run(lab) {
          await lab.ensureUp();
          await docker("node", "update", "--availability", "drain", hostName(3));
          await untilAway(lab, "kafka-3");
        },
      },
    ],
    otherwise: [
      {
        why: "a broker is replaced by hand, and has caught up",
        async run(lab) {
          await lab.ensureUp();
          await docker("service", "update", "--detach", "--force", "kafka-2");
          await untilWhole(lab);
        },
      },
    ],
  },
  "host-lost": {
    without: [
      {
        why: "a host dies, and nobody is there",
        async run(lab) {
          await lab.ensureUp();
          await loseHost(lab, undefined, 3);
        },
      },
      {
        why: "under load, a host is only cut off, and a broker only replaced",
        run: (lab) =>
          withUsers(lab, async (users) => {
            await setHostLink(3, "down");
            await untilAway(lab, "kafka-3");
            await someMore(lab, users, 20);
            await setHostLink(3, "up");
            await untilWhole(lab);
            await docker("service", "update", "--detach", "--force", "kafka-2");
            await someMore(lab, users, 20);
            await untilWhole(lab);
          }),
      },
    ],
    otherwise: [
      {
        why: "another host than the text's",
        run: (lab) => withUsers(lab, (users) => loseHost(lab, users, 2)),
      },
    ],
  },
  rolled: {
    without: [
      quietUpdate,
      {
        why: "under load, a version that does not start, and no other",
        run: (lab) =>
          withUsers(lab, async () => {
            await setCompression(lab, "brotli", true);
          }),
      },
    ],
    otherwise: [
      {
        why: "the same version anew, by hand",
        run: (lab) =>
          withUsers(lab, async (users) => {
            await docker("service", "update", "--detach", "--force", "service-a");
            await someMore(lab, users, 100);
            await untilWhole(lab);
          }),
      },
    ],
  },
  "rolled-back": {
    without: [quietUpdate],
    otherwise: [
      {
        why: "another bad setting, by hand",
        async run(lab) {
          await lab.ensureUp();
          await docker("service", "update", "--detach", "--env-add", "ACKS=most", "service-a");
          await lab.poll(async () => (await lookAtSwarm(lab))?.tasks.some(({ exitCode }) => exitCode === 1), {
            what: "a task fails",
          });
          await untilWhole(lab);
        },
      },
    ],
  },
  "nothing-lost": {
    without: [
      {
        why: "a few orders only",
        run: (lab) => withUsers(lab, async () => undefined),
      },
    ],
    otherwise: [
      {
        why: "nothing fails, and many are read",
        run: (lab) => withUsers(lab, (users) => someMore(lab, users, 60)),
      },
    ],
  },
  "your-turn": {
    without: [
      {
        why: "only service-a has one more",
        async run(lab) {
          await lab.ensureUp();
          await docker("service", "scale", "--detach", "service-a=3");
          await untilRuns(lab, "service-a", 3);
        },
      },
    ],
    otherwise: [
      {
        why: "both are scaled by hand",
        async run(lab) {
          if (!(await lookAtSwarm(lab))?.services.length) await lab.ensureUp();
          await docker("service", "scale", "--detach", "service-a=3", "service-b=3");
          await untilRuns(lab, "service-a", 3);
          await untilRuns(lab, "service-b", 3);
        },
      },
    ],
  },
};

/** Some orders before the act, and what is left read afterwards. */
async function withUsers(lab: WorkshopLab, act: (users: Users) => Promise<void>) {
  await lab.ensureUp();
  const users = startUsers(lab);
  try {
    await someMore(lab, users, 5);
    await act(users);
  } finally {
    await users.stop();
  }
}

/** Until the managers know it; it stays dead. */
async function killOnly(lab: WorkshopLab, host: number) {
  await killHost(host);
  await lab.poll(
    async () =>
      (await lookAtSwarm(lab))?.nodes.some(({ name, state }) => name === hostName(host) && state === "down"),
    { budgetMs: 90_000, what: "the swarm misses it" },
  );
}

const untilAway = (lab: WorkshopLab, service: string) => untilRuns(lab, service, 0);

async function untilRuns(lab: WorkshopLab, service: string, wanted: number) {
  await lab.poll(
    async () => {
      const swarm = await lookAtSwarm(lab);
      return swarm?.services.find(({ name }) => name === service)?.runsOn.length === wanted;
    },
    { budgetMs: 120_000, what: `${service} runs ${wanted} times` },
  );
}

function docker(...args: string[]) {
  return runLogged("docker", ["--host", hostEndpoint(1), ...args], {});
}
