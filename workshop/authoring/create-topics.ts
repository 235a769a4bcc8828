import type { ITopicConfig } from "kafkajs";
import { LabError } from "../../common/lab-error.mjs";
import type { WorkshopLab } from "./lesson.ts";
import { succeeds } from "./polling.ts";

/**
 * Creates those of the topics that are missing. A broker that is just coming back is asked again: until it has a session
 * with ZooKeeper it refuses each topic (UNKNOWN_SERVER_ERROR, NOT_CONTROLLER), and kafkajs does not repeat that. When
 * time is up, the error says what Kafka said last.
 */
export async function createTopics(
  lab: Pick<WorkshopLab, "kafka" | "poll">,
  topics: ITopicConfig[],
  { waitForLeaders = true } = {},
): Promise<void> {
  const names = topics.map(({ topic }) => topic).join(", ");
  let refusal: unknown;
  const create = () =>
    lab.kafka
      .withAdmin((admin) => admin.createTopics({ topics, waitForLeaders }))
      .catch((error) => {
        refusal = error;
        throw error;
      });
  const what = { en: `${names} created`, fr: `${names} créé` };
  await lab
    .poll(() => succeeds(create()), { what })
    .catch((error) => {
      if (!(refusal instanceof LabError) || !(error instanceof LabError)) throw error;
      throw new LabError(`${error.message} ${refusal.message}.`, error.hint, { cause: refusal });
    });
}
