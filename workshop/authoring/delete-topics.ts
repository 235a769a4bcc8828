import type { WorkshopLab } from "./lesson.ts";
import { answerOf } from "./polling.ts";

/**
 * Deletes those of the topics that are there, and waits until they are gone: Kafka answers before, and until then a topic
 * of the same name is not made. A broker that is just coming back is asked again.
 */
export async function deleteTopics(lab: WorkshopLab, topics: readonly string[]): Promise<void> {
  const names = topics.join(", ");
  await lab.poll(() => answerOf(areGone(lab, topics)), {
    what: { en: `${names} deleted`, fr: `${names} supprimé` },
  });
}

function areGone(lab: WorkshopLab, topics: readonly string[]): Promise<boolean> {
  return lab.kafka.withAdmin(async (admin) => {
    const there = (await admin.listTopics()).filter((name) => topics.includes(name));
    if (there.length > 0) await admin.deleteTopics({ topics: there });
    return there.length === 0;
  });
}
