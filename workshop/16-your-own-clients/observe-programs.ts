import { randomUUID } from "node:crypto";
import type { Observation, WorkshopLab } from "../authoring/lesson.ts";
import { runProgram, whileServing } from "../authoring/own-program.ts";

/** The topic of the lesson. */
export const topic = "own-topic";
/** The strategy by which kafkajs deals out partitions; other clients call theirs otherwise. */
const kafkajsAssigner = "RoundRobinAssigner";
/** The line that the learner's consumer writes at its start. */
const started = "-- started";
const holds = { en: "it does all of that", fr: "il fait tout cela" };

/** The file of the learner's consumer against what its group has committed: lost is what is committed, and not there. */
export async function handled(lab: WorkshopLab, moment: "before" | "after"): Promise<Observation> {
  const lines = (lab.files.read(`playground/handled-${moment}.txt`) ?? "").split("\n").filter(Boolean);
  const again = lines.indexOf(started, 1);
  const wentOn = again > 0 && lines.slice(again).some((line) => line !== started);
  const offsets = await lab.kafka.groupOffsets(`commit-${moment}`);
  const messages = (await lab.kafka.read(topic)).filter(({ value }) => value?.includes("'s order "));
  // What was sent twice counts as read when one of its copies was.
  const orders = [...new Set(messages.map(({ value }) => value ?? ""))];
  const committed = new Set(
    messages
      .filter(({ partition, offset }) =>
        offsets.some((each) => each.partition === partition && (each.offset ?? 0) > offset),
      )
      .map(({ value }) => value ?? ""),
  );
  const lost = [...committed].filter((order) => !lines.includes(order)).length;
  const isRead = orders.length > 0 && committed.size === orders.length;
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
      en: `${wentOn ? "started again" : "not stopped half-way"}, ${committed.size} of ${orders.length} committed, ${lost} lost`,
      fr: `${wentOn ? "relancé" : "pas arrêté en chemin"}, ${committed.size} sur ${orders.length} validées, ${lost} perdue(s)`,
    },
  };
}

/** Sends to the learner's service-a, and compares its answers with the log. */
export async function observeServiceA(lab: WorkshopLab): Promise<Observation> {
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

/** Reads from the learner's service-b in a group of its own, and looks at its offset before and after each answer. */
export async function observeServiceB(lab: WorkshopLab): Promise<Observation> {
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

/** By which client the learner's service-b reads: each names its way of dealing out partitions otherwise. */
export async function observeOtherClient(lab: WorkshopLab): Promise<Observation> {
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

/** Runs the learner's count twice, because a group that has committed would count nothing the second time. */
export async function observeCount(lab: WorkshopLab): Promise<Observation> {
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

function ends(offsets: readonly { high: number }[]): string {
  return offsets.map(({ high }) => high).join(" ");
}

function short(output: string): string {
  return output.trim().replaceAll("\n", ", ").slice(0, 160) || "-";
}
