import { brokerLabel, hostNumbers } from "../../common/hosts-layout.ts";
import { removeHosts } from "../../lib/hosts/remove-hosts.ts";
import type { Check, Observation, Text, WorkshopLab } from "../authoring/lesson.ts";
import { answerOf } from "../authoring/polling.ts";
import { replicasBehind } from "../lab/swarm-readiness.ts";
import { nothingLost } from "../traffic/nothing-lost.ts";
import { openTraffic } from "../traffic/record.ts";
import { managerSocket, solveAll } from "./acts.ts";
import { lookAtSwarm, mostAcknowledgedIn } from "./observe.ts";
import { lostHosts, rollingUpdates, wasRolledBack } from "./task-history.ts";

export { hints } from "./hints.ts";

const enough = 50;
const meanwhile = 10;
const docker = `docker -H ${managerSocket}`;

/** No hosts, and no memory of any: the learner makes them. */
export async function setup(lab: WorkshopLab) {
  openTraffic(lab).clear();
  lab.restoreProgram();
  await removeHosts();
}

export const checks: Check[] = [
  {
    id: "three-nodes",
    row: {
      en: "three nodes are ready, each with the label of one broker",
      fr: "trois nœuds sont prêts, chacun avec le label d'un broker",
    },
    command: `${docker} node ls`,
    async observe(lab) {
      const swarm = await lookAtSwarm(lab);
      const ready = (swarm?.nodes ?? []).filter(
        ({ availability, state }) => state === "ready" && availability === "active",
      );
      const labels = ready.flatMap(({ broker }) => broker ?? []).sort();
      return {
        passed: labels.join() === hostNumbers.join(),
        expected: `${brokerLabel} ${hostNumbers.join(", ")}`,
        observed: swarm ? `${brokerLabel} ${labels.join(", ") || "-"}` : noSwarm,
      };
    },
  },
  {
    id: "at-home",
    row: {
      en: "each broker runs on its own node, and no replica is behind",
      fr: "chaque broker tourne sur son propre nœud, et aucune réplique n'est en retard",
    },
    command: `${docker} service ps kafka kafka-2 kafka-3`,
    observe: inSwarm(async (lab, { nodes, services }) => {
      const home = (broker: number) => nodes.find((node) => node.broker === broker)?.name ?? "";
      const away = ["kafka", "kafka-2", "kafka-3"].filter(
        (name, index) => services.find((each) => each.name === name)?.runsOn.join() !== home(index + 1),
      );
      const behind = await answerOf(replicasBehind(lab));
      return {
        passed: away.length === 0 && behind === 0,
        expected: { en: "none away, 0 behind", fr: "aucun absent, 0 en retard" },
        observed: {
          en: `${away.join(", ") || "none"} away, ${behind ?? "?"} behind`,
          fr: `${away.join(", ") || "aucun"} absent, ${behind ?? "?"} en retard`,
        },
      };
    }),
  },
  {
    id: "host-lost",
    row: {
      en: "a host died, and orders were acknowledged while its broker waited for it",
      fr: "un hôte est mort, et des commandes ont été acquittées pendant que son broker l'attendait",
    },
    command: `${docker} service ps kafka-3`,
    observe: inSwarm(async (lab, { tasks }) => {
      const lost = lostHosts(tasks);
      return orders(lost.length > 0, mostAcknowledgedIn(lab, lost), {
        en: "no host was lost and came back",
        fr: "aucun hôte n'est mort puis revenu",
      });
    }),
  },
  {
    id: "rolled",
    row: {
      en: "service-a was updated task by task, and orders were acknowledged meanwhile",
      fr: "service-a a été mis à jour tâche par tâche, et des commandes ont été acquittées pendant ce temps",
    },
    command: `${docker} service ps service-a`,
    observe: inSwarm(async (lab, { tasks }) => {
      const updates = rollingUpdates(tasks, "service-a");
      return orders(updates.length > 0, mostAcknowledgedIn(lab, updates), {
        en: "no update",
        fr: "aucune mise à jour",
      });
    }),
  },
  {
    id: "rolled-back",
    row: {
      en: "a version of service-a that did not start was rolled back, and all its tasks run",
      fr: "une version de service-a qui ne démarrait pas a été annulée, et toutes ses tâches tournent",
    },
    command: `${docker} service ps service-a`,
    observe: inSwarm(async (_, { services, tasks }) => {
      const serviceA = services.find(({ name }) => name === "service-a");
      const isBack = wasRolledBack(tasks, "service-a");
      const running = serviceA?.runsOn.length ?? 0;
      return {
        passed: isBack && running > 0 && running === serviceA?.wanted,
        expected: {
          en: `rolled back, ${serviceA?.wanted ?? 2} tasks run`,
          fr: `annulée, ${serviceA?.wanted ?? 2} tâches tournent`,
        },
        observed: {
          en: `${isBack ? "rolled back" : "no version was rolled back"}, ${running} run`,
          fr: `${isBack ? "annulée" : "aucune version annulée"}, ${running} tournent`,
        },
      };
    }),
  },
  nothingLost("message-topic", enough, "curl -s http://10.77.0.1:5102/metrics | grep lag"),
  {
    id: "your-turn",
    row: {
      en: "your turn: service-a and service-b run on every node",
      fr: "à vous de jouer\u00a0: service-a et service-b tournent sur chaque nœud",
    },
    command: `${docker} service ls`,
    observe: inSwarm(async (_, { services }) => {
      const counts = ["service-a", "service-b"].map(
        (name) => services.find((each) => each.name === name)?.runsOn.length ?? 0,
      );
      const [a, b] = counts;
      return {
        passed: counts.every((count) => count === hostNumbers.length),
        expected: { en: "3 and 3 nodes", fr: "3 nœuds et 3 nœuds" },
        observed: { en: `${a} and ${b}`, fr: `${a} et ${b}` },
      };
    }),
  },
];

/** All of it under traffic, as the text does. */
export async function solve(lab: WorkshopLab) {
  await setup(lab);
  await solveAll(lab, enough);
  for (const check of checks)
    await lab.poll(async () => (await check.observe(lab)).passed, { budgetMs: 120_000, what: check.row });
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

const noSwarm: Text = { en: "no host answers as a manager", fr: "aucun hôte ne répond comme manager" };

type Seen = NonNullable<Awaited<ReturnType<typeof lookAtSwarm>>>;

/** An observation of a swarm that may not be there. */
function inSwarm(look: (lab: WorkshopLab, swarm: Seen) => Promise<Observation>) {
  return async (lab: WorkshopLab): Promise<Observation> => {
    const swarm = await lookAtSwarm(lab);
    if (swarm) return look(lab, swarm);
    return { passed: false, expected: { en: "a swarm", fr: "un swarm" }, observed: noSwarm };
  };
}

function orders(happened: boolean, acknowledged: number, otherwise: Text): Observation {
  return {
    passed: happened && acknowledged >= meanwhile,
    expected: { en: `${meanwhile} orders or more`, fr: `${meanwhile} commandes ou plus` },
    observed: happened ? { en: `${acknowledged} orders`, fr: `${acknowledged} commandes` } : otherwise,
  };
}
