import { randomUUID } from "node:crypto";
import type { Observation, WorkshopLab } from "../authoring/lesson.ts";
import { firstError, runProgram, startProgram } from "../authoring/own-program.ts";
import { createTopic } from "../authoring/playground.ts";

/** Gives the learner's billing four messages, in topics of their own, so that the check leaves the learner's as they are. */
export async function observeBilling(lab: WorkshopLab): Promise<Observation> {
  return withTopics(lab, async (own, dead) => {
    const bad = ["no JSON at all", '{"order":5,"amount":"a lot"}'];
    const values = ['{"order":4,"amount":1}', ...bad, '{"order":6,"amount":2}'];
    await lab.kafka.send(
      own,
      values.map((value) => ({ key: "alice", value })),
    );
    const group = `billing-${own}`;
    const program = startProgram(lab, "billing.ts", { env: { TOPIC: own, GROUP_ID: group } });
    const ends = await lab.kafka.topicOffsets(own);
    const isThrough = async () => (await lagOf(lab, group, ends)) === 0;
    const through = await soon(lab, isThrough, 40_000);
    const lag = await lagOf(lab, group, ends);
    program.kill("SIGKILL");
    await program.ended;
    const letters = (await lab.kafka.read(dead)).map(({ value }) => value);
    const wrong = letters.filter((value) => !bad.includes(value ?? ""));
    const kept = bad.filter((value) => letters.includes(value));
    return {
      passed: through && kept.length === bad.length && wrong.length === 0,
      expected: {
        en: "of four messages two put aside, lag 0",
        fr: "sur quatre messages, deux mis de côté, retard 0",
      },
      observed: {
        en: `${kept.length} put aside, ${wrong.length} wrongly, lag ${lag}`,
        fr: `${kept.length} mis de côté, ${wrong.length} à tort, retard ${lag}`,
      },
    };
  });
}

/** Gives the learner's redrive three letters, two of which may go back. */
export async function observeRedrive(lab: WorkshopLab): Promise<Observation> {
  return withTopics(lab, async (own, dead) => {
    const letters = [undefined, "2", "3"].map((attempts, index) => ({
      key: "alice",
      value: `letter ${index + 1}`,
      ...(attempts !== undefined && { headers: { attempts } }),
    }));
    await lab.kafka.send(dead, letters);
    const { status, output } = await runProgram(lab, "redrive.ts", { env: { TOPIC: own }, budgetMs: 60_000 });
    const back = new Set(
      (await lab.kafka.read(own)).map(({ value, headers }) => `${value}: ${headers.attempts}`),
    );
    const seen = [...back].toSorted().join(", ") || "-";
    const expected = "letter 1: 1, letter 2: 3";
    return {
      passed: seen === expected && status === 0,
      expected: { en: `it ends, and sends back ${expected}`, fr: `il se termine, et renvoie ${expected}` },
      observed: status === 0 ? seen : `${seen}; ${status === null ? "it does not end" : firstError(output)}`,
    };
  });
}

async function withTopics(
  lab: WorkshopLab,
  look: (own: string, dead: string) => Promise<Observation>,
): Promise<Observation> {
  const own = `check-${randomUUID()}`;
  const topics = [own, `${own}-dead`];
  for (const each of topics) await createTopic(lab, each, 1);
  try {
    return await look(own, `${own}-dead`);
  } finally {
    await lab.kafka.withAdmin(async (admin) => {
      await admin.deleteTopics({ topics });
      await admin.deleteGroups([`billing-${own}`, `redrive-${own}`]).catch(() => undefined);
    });
  }
}

/** How many messages before these ends the group has not committed. */
export async function lagOf(
  lab: WorkshopLab,
  group: string,
  ends: readonly { partition: number; high: number }[],
) {
  const offsets = await lab.kafka.groupOffsets(group);
  return ends.reduce((sum, { partition, high }) => {
    const offset = offsets.find((each) => each.partition === partition)?.offset ?? 0;
    return sum + high - offset;
  }, 0);
}

async function soon(lab: WorkshopLab, ask: () => Promise<boolean>, budgetMs: number): Promise<boolean> {
  const what = { en: "it has read everything", fr: "il a tout lu" };
  return lab.poll(ask, { budgetMs, what }).catch(() => false);
}
