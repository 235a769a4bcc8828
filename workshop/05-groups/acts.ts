import { historyOf } from "../authoring/group-history.ts";
import type { WorkshopLab } from "../authoring/lesson.ts";
import { withServiceHere } from "../authoring/service-here.ts";

const topic = "message-topic";
const instances = 3;

/** A fourth member joins, and one of the three is away for a while. */
export async function lendASpare(lab: WorkshopLab) {
  const members = async () => (await generationsOf(lab, "message-group")).at(-1)?.length;
  const settings = { CLIENT_ID: "the-fourth", GROUP_ID: "message-group" };
  await withServiceHere(lab, { service: "service-b", port: 5132, settings }, async () => {
    const what = { en: "the group has assigned its partitions", fr: "le groupe a distribué ses partitions" };
    await lab.poll(async () => (await members()) === instances + 1, { what });
    const second = lab.docker.getContainer(lab.nameOf("service-b-2"));
    await second.stop();
    await lab.poll(async () => (await members()) === instances, { what });
    await second.start();
  });
  await lab.ensureUp();
}

/** Three messages are sent while late-group is away, after it has read one. */
export async function comeLate(lab: WorkshopLab) {
  const settings = { CLIENT_ID: "late", GROUP_ID: "late-group", AUTO_OFFSET_RESET: "latest" };
  const run = { service: "service-b", port: 5152, settings } as const;
  await withServiceHere(lab, run, async ({ get }) => {
    await get(2);
    await lab.http.post("for those who came late");
    await get();
  });
  await send(lab, "meanwhile", [1, 2, 3]);
  await withServiceHere(lab, run, ({ get }) => get());
}

export async function lagByThree(lab: WorkshopLab) {
  for (let instance = 1; instance <= instances; instance += 1) await readAll(lab, instance);
  await lab.poll(async () => (await lagOf(lab, "message-group")).lag === 0, {
    what: { en: "what was handed out is committed", fr: "ce qui a été remis est validé" },
  });
  await send(lab, "unread", [1, 2, 3]);
}

/** A member of this group reads so many messages. */
export async function readAs(lab: WorkshopLab, group: string, count: number) {
  const settings = { CLIENT_ID: group, GROUP_ID: group };
  await withServiceHere(lab, { service: "service-b", port: 5142, settings }, async ({ get }) => {
    for (let n = 1; n <= count; n += 1) await get();
  });
}

/** Asks this instance until nothing comes. */
export async function readAll(lab: WorkshopLab, instance: number) {
  while ((await lab.http.get({ timeoutSeconds: 2, instance })).status === 200);
}

/** Messages without a key, numbered. */
export async function send(lab: WorkshopLab, word: string, numbers: readonly number[]) {
  for (const n of numbers) await lab.http.post(`${word} ${n}`);
}

/** Who was in the group after each rebalance. */
export async function generationsOf(lab: WorkshopLab, group: string) {
  return (await historyOf(lab, group)).flatMap((event) => (event.kind === "members" ? [event.clients] : []));
}

/** What was sent, and how much of it the group has not committed. */
export async function lagOf(lab: WorkshopLab, group: string) {
  const sent = (await lab.kafka.topicOffsets(topic)).reduce((sum, { high }) => sum + high, 0);
  const offsets = (await lab.kafka.groupOffsets(group)).filter((each) => each.topic === topic);
  const read = offsets.reduce((sum, { offset = 0 }) => sum + offset, 0);
  return { sent, lag: sent - read };
}
