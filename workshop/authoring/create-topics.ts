import type { ITopicConfig } from "kafkajs";
import type { WorkshopLab } from "./lesson.ts";
import { succeeds } from "./polling.ts";

/**
 * Creates those of the topics that are missing. A broker that is just coming back is asked again: until it has a session
 * with ZooKeeper it refuses each topic (UNKNOWN_SERVER_ERROR, NOT_CONTROLLER), and kafkajs does not repeat that.
 */
export async function createTopics(
  lab: Pick<WorkshopLab, "kafka" | "poll">,
  topics: ITopicConfig[],
  { waitForLeaders = true } = {},
): Promise<void> {
  const names = topics.map(({ topic }) => topic).join(", ");
  const create = () => lab.kafka.withAdmin((admin) => admin.createTopics({ topics, waitForLeaders }));
  await lab.poll(() => succeeds(create()), { what: { en: `${names} created`, fr: `${names} créé` } });
}
