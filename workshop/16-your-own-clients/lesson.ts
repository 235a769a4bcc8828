import { randomUUID } from "node:crypto";
import { LabError } from "../../common/lab-error.mjs";
import type { Check, Observation, WorkshopLab } from "../authoring/lesson.ts";
import { firstError, missing, runProgram, typeComplaints, whileServing } from "../authoring/own-program.ts";
import { bringPrograms, emptyTopics, preparePlayground, programsIn } from "../authoring/playground.ts";
import { install } from "./install.ts";

export { hints } from "./hints.ts";

const topic = "own-topic";
const home = "workshop/16-your-own-clients";
const keys = ["alice", "bob", "carol"];
const crashAt = "bob's order 2";
/** The strategy by which kafkajs deals out partitions; other clients call theirs otherwise. */
const kafkajsAssigner = "RoundRobinAssigner";
/** The line that the learner's consumer writes at its start. */
const started = "-- started";
const holds = { en: "it does all of that", fr: "il fait tout cela" };

/** An empty topic of its own, no group that has read it, and the two services with holes in playground/. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  await emptyTopics(lab, { topics: [topic], groups: /^(commit-|count-|check-|own-group)/ });
  for (const name of ["handled-before.txt", "handled-after.txt", ...programsIn(lab, `${home}/solution`)])
    lab.files.remove(`playground/${name}`);
  preparePlayground(lab);
  bringPrograms(lab, `${home}/exercise`, ["service-a.ts", "service-b.ts"]);
  bringPrograms(lab, `${home}/solution`, ["queue.ts"]);
}

export const checks: Check[] = [
  {
    id: "own-producer",
    row: {
      en: "your producer has sent three orders with each of three keys",
      fr: "votre producteur a envoyé trois commandes avec chacune des trois clés",
    },
    command:
      "docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic own-topic --from-beginning --property print.key=true --timeout-ms 5000",
    async observe(lab) {
      const messages = await lab.kafka.read(topic);
      const counts = keys.map((key) => {
        const own = messages.filter((each) => each.key === key && each.value?.startsWith(`${key}'s order`));
        return new Set(own.map(({ value }) => value)).size;
      });
      return {
        passed: counts.every((count) => count >= 3),
        expected: "alice 3, bob 3, carol 3",
        observed: keys.map((key, index) => `${key} ${counts[index]}`).join(", "),
      };
    },
  },
  {
    id: "commit-before",
    row: {
      en: "committed before the work: the order of the crash is never handled",
      fr: "validé avant le travail\u00a0: la commande de la panne n'est jamais traitée",
    },
    command: "cat playground/handled-before.txt",
    observe: (lab) => handled(lab, "before"),
  },
  {
    id: "commit-after",
    row: {
      en: "committed after the work: after a crash, every order is handled",
      fr: "validé après le travail\u00a0: malgré une panne, chaque commande est traitée",
    },
    command: "cat playground/handled-after.txt",
    observe: (lab) => handled(lab, "after"),
  },
  {
    id: "no-complaint",
    row: {
      en: "the type checker finds nothing to complain about in your programs",
      fr: "le vérificateur de types n'a rien à redire à vos programmes",
    },
    command: "node_modules/.bin/tsc --noEmit -p playground",
    async observe(lab) {
      const complaints = await typeComplaints(lab);
      return {
        passed: complaints.length === 0,
        expected: { en: "no complaint", fr: "aucune remarque" },
        observed: complaints[0] ?? { en: "no complaint", fr: "aucune remarque" },
      };
    },
  },
  {
    id: "own-service-a",
    row: {
      en: "your service-a stores strings with their key, says where, and refuses the rest",
      fr: "votre service-a enregistre les chaînes avec leur clé, dit où, et refuse le reste",
    },
    command: `curl -H 'Content-Type: application/json' -d '"Hello"' 'http://127.0.0.1:5161/api/messages?key=carol'`,
    observe: (lab) => whenThere(lab, "service-a.ts", () => observeServiceA(lab)),
  },
  {
    id: "own-service-b",
    row: {
      en: "your service-b hands out one message at a time, commits each afterwards, and leaves its group",
      fr: "votre service-b remet les messages un par un, valide chacun ensuite, et quitte son groupe",
    },
    command: "curl 'http://127.0.0.1:5162/api/messages?timeout=5'",
    observe: (lab) => whenThere(lab, "service-b.ts", () => observeServiceB(lab)),
  },
  {
    id: "other-client",
    row: {
      en: "your service-b reads by another client than kafkajs",
      fr: "votre service-b lit avec un autre client que kafkajs",
    },
    command: "grep import playground/service-b.ts",
    observe: (lab) => whenThere(lab, "service-b.ts", () => observeOtherClient(lab)),
  },
  {
    id: "your-turn",
    row: {
      en: "your turn: playground/count.ts says how many messages each key has, each time it runs",
      fr: "à vous de jouer\u00a0: playground/count.ts dit combien de messages a chaque clé, à chaque exécution",
    },
    command: "node_modules/.bin/node playground/count.ts",
    observe: (lab) => whenThere(lab, "count.ts", () => observeCount(lab)),
  },
];

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  bringPrograms(lab, `${home}/solution`);
  const service = lab.files.read("playground/service-b.ts") ?? "";
  lab.files.write("playground/service-b.ts", service.replace("./client.ts", "./other-client.ts"));
  await install(lab);
  await run(lab, "producer.ts");
  for (const moment of ["before", "after"]) {
    await runProgram(lab, "consumer.ts", { args: [moment], env: { CRASH_AT: crashAt } });
    await run(lab, "consumer.ts", [moment]);
  }
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** The file of the learner's consumer against what its group has committed: lost is what is committed, and not there. */
async function handled(lab: WorkshopLab, moment: "before" | "after"): Promise<Observation> {
  const lines = (lab.files.read(`playground/handled-${moment}.txt`) ?? "").split("\n").filter(Boolean);
  const again = lines.indexOf(started, 1);
  const wentOn = again > 0 && lines.slice(again).some((line) => line !== started);
  const offsets = await lab.kafka.groupOffsets(`commit-${moment}`);
  const orders = (await lab.kafka.read(topic)).filter(({ value }) => value?.includes("'s order "));
  const committed = orders.filter(({ partition, offset }) =>
    offsets.some((each) => each.partition === partition && (each.offset ?? 0) > offset),
  );
  const lost = committed.filter(({ value }) => !lines.includes(value ?? "")).length;
  const isRead = orders.length > 0 && committed.length === orders.length;
  return {
    passed: isRead && wentOn && lost > 0 === (moment === "before"),
    expected:
      moment === "before"
        ? {
            en: "stopped half-way, started again, all committed, at least one lost",
            fr: "arrêté en chemin, relancé, tout validé, au moins une perdue",
          }
        : {
            en: "stopped half-way, started again, all committed, none lost",
            fr: "arrêté en chemin, relancé, tout validé, aucune perdue",
          },
    observed: {
      en: `${wentOn ? "started again" : "not stopped half-way"}, ${committed.length} of ${orders.length} committed, ${lost} lost`,
      fr: `${wentOn ? "relancé" : "pas arrêté en chemin"}, ${committed.length} sur ${orders.length} validées, ${lost} perdue(s)`,
    },
  };
}

async function observeServiceA(lab: WorkshopLab): Promise<Observation> {
  const seen = await whileServing(lab, "service-a.ts", { TOPIC: topic }, async (url) => {
    const message = `Hello ${randomUUID().slice(0, 8)}`;
    const good = await ask(`${url}/api/messages?key=carol`, message);
    const [, partition, offset] = / sent to own-topic \[\[(\d+)\]\] @(\d+)$/.exec(good.text) ?? [];
    const before = await lab.kafka.topicOffsets(topic);
    const bad = await ask(`${url}/api/messages`, 42);
    const after = await lab.kafka.topicOffsets(topic);
    const stored = (await lab.kafka.read(topic)).find(({ value }) => value === message);
    if (good.text !== `Message '${message}' sent to own-topic [[${partition}]] @${offset}`)
      return { failed: `${good.status} ${good.text.slice(0, 120)}` };
    if (stored?.partition !== Number(partition) || stored.offset !== Number(offset))
      return {
        failed: `it is in [[${stored?.partition}]] @${stored?.offset}, and the answer says ${good.text}`,
      };
    if (stored.key !== "carol") return { failed: `?key=carol, and the key is ${stored.key}` };
    if (bad.status !== 400) return { failed: `the number 42: status ${bad.status}` };
    if (ends(before) !== ends(after)) return { failed: "the number 42 was refused, and stored" };
    return {};
  });
  return verdict(seen);
}

async function observeServiceB(lab: WorkshopLab): Promise<Observation> {
  const group = `check-${randomUUID()}`;
  const start = await startAtEnd(lab, group);
  const words = ["first", "second"].map((word) => `${word} ${randomUUID().slice(0, 8)}`);
  await lab.kafka.send(
    topic,
    words.map((value) => ({ key: "carol", value })),
  );
  const read = () => progress(lab, group, start);
  const seen = await whileServing(
    lab,
    "service-b.ts",
    { TOPIC: topic, GROUP_ID: group },
    async (url, service) => {
      for (const [index, word] of words.entries()) {
        if ((await read()) !== index) return { failed: `${index} handed out, and ${await read()} committed` };
        const answer = await ask(`${url}/api/messages?timeout=10`);
        if (answer.text !== `Received message: ${word}`)
          return { failed: `${answer.status} ${answer.text.slice(0, 120)}` };
        await soon(lab, async () => (await read()) > index);
      }
      if ((await read()) !== 2) return { failed: `2 handed out, and ${await read()} committed` };
      const none = await ask(`${url}/api/messages?timeout=1`);
      if (none.status !== 204) return { failed: `no message within a second: status ${none.status}` };
      service.kill("SIGINT");
      const left = await soon(lab, async () => (await lab.kafka.describeGroup(group)).members.length === 0);
      if (!left) return { failed: "after SIGINT it is still in its group" };
      return (await soon(lab, async () => service.status() !== null))
        ? {}
        : { failed: "after SIGINT it still runs" };
    },
  );
  await remove(lab, group);
  return verdict(seen);
}

async function observeOtherClient(lab: WorkshopLab): Promise<Observation> {
  const group = `check-${randomUUID()}`;
  await startAtEnd(lab, group);
  const word = `by another client ${randomUUID().slice(0, 8)}`;
  await lab.kafka.send(topic, [{ key: "carol", value: word }]);
  const seen = await whileServing(
    lab,
    "service-b.ts",
    { TOPIC: topic, GROUP_ID: group },
    async (url, service) => {
      const answer = await ask(`${url}/api/messages?timeout=10`);
      const { groups } = await lab.kafka.withAdmin((admin) => admin.describeGroups([group]));
      service.kill("SIGINT");
      await soon(lab, async () => service.status() !== null);
      if (answer.text !== `Received message: ${word}`)
        return { failed: `${answer.status} ${answer.text.slice(0, 120)}` };
      return groups[0]?.protocol === kafkajsAssigner ? { failed: "kafkajs" } : {};
    },
  );
  await remove(lab, group);
  return verdict(seen);
}

async function observeCount(lab: WorkshopLab): Promise<Observation> {
  const counts = Map.groupBy(
    (await lab.kafka.read(topic)).filter(({ key }) => key !== null),
    ({ key }) => String(key),
  );
  const wanted = [...counts].map(([key, messages]) => ({ key, count: messages.length }));
  const expected = wanted.map(({ key, count }) => `${key} ${count}`).join(", ");
  for (const turn of [1, 2]) {
    const { output } = await runProgram(lab, "count.ts", { budgetMs: 40_000 });
    const wrong = wanted.find(({ key, count }) => !new RegExp(`\\b${key}\\b\\D*\\b${count}\\b`).test(output));
    if (wrong || wanted.length === 0)
      return {
        passed: false,
        expected: expected || "alice 3, bob 3, carol 3",
        observed: { en: `run ${turn}: ${short(output)}`, fr: `exécution ${turn}\u00a0: ${short(output)}` },
      };
  }
  return { passed: true, expected, observed: expected };
}

function verdict(seen: { failed?: string }): Observation {
  return { passed: seen.failed === undefined, expected: holds, observed: seen.failed ?? holds };
}

async function whenThere(
  lab: WorkshopLab,
  file: string,
  look: () => Promise<Observation>,
): Promise<Observation> {
  if (lab.files.read(`playground/${file}`) !== undefined) return look();
  return { passed: false, expected: `playground/${file}`, observed: missing(file) };
}

async function ask(url: string, message?: unknown): Promise<{ status: number; text: string }> {
  const post = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(message),
  };
  const signal = AbortSignal.timeout(25_000);
  const answer = await fetch(url, message === undefined ? { signal } : { ...post, signal }).catch(
    () => undefined,
  );
  return { status: answer?.status ?? 0, text: (await answer?.text()) ?? "" };
}

/** The group begins behind everything that is in the topic now. */
async function startAtEnd(lab: WorkshopLab, groupId: string) {
  const ends = await lab.kafka.topicOffsets(topic);
  const partitions = ends.map(({ partition, high }) => ({ partition, offset: String(high) }));
  await lab.kafka.withAdmin((admin) => admin.setOffsets({ groupId, topic, partitions }));
  return ends.reduce((sum, { high }) => sum + high, 0);
}

async function progress(lab: WorkshopLab, group: string, start: number): Promise<number> {
  const offsets = await lab.kafka.groupOffsets(group);
  return offsets.reduce((sum, { offset }) => sum + (offset ?? 0), 0) - start;
}

async function soon(lab: WorkshopLab, ask: () => Promise<boolean>): Promise<boolean> {
  const what = { en: "what the service does shows", fr: "ce que fait le service se voit" };
  return lab.poll(ask, { budgetMs: 5_000, what }).catch(() => false);
}

async function remove(lab: WorkshopLab, group: string) {
  await lab.kafka.withAdmin((admin) => admin.deleteGroups([group])).catch(() => undefined); // a member may linger
}

async function run(lab: WorkshopLab, file: string, args: string[] = []) {
  const { status, output } = await runProgram(lab, file, { args });
  if (status !== 0)
    throw new LabError(
      `playground/${file} failed: ${firstError(output)}`,
      "Bring the start back: ./lab reset 16",
    );
}

function ends(offsets: readonly { high: number }[]): string {
  return offsets.map(({ high }) => high).join(" ");
}

function short(output: string): string {
  return output.trim().replaceAll("\n", ", ").slice(0, 160) || "-";
}
