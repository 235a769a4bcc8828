import type { WorkshopLab } from "./lesson.ts";

/**
 * Deletes those of the topics that are there, and waits until they are gone: Kafka answers before, and until then a topic
 * of the same name is not made.
 */
export async function deleteTopics(lab: WorkshopLab, topics: readonly string[]): Promise<void> {
  const there = () =>
    lab.kafka.withAdmin(async (admin) => (await admin.listTopics()).filter((name) => topics.includes(name)));
  const found = await there();
  if (found.length === 0) return;
  await lab.kafka.withAdmin((admin) => admin.deleteTopics({ topics: found }));
  await lab.poll(async () => (await there()).length === 0, {
    what: { en: `${found.join(", ")} is gone`, fr: `${found.join(", ")} a disparu` },
  });
}
