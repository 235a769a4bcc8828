import ConsumerGroup from "kafkajs/src/consumer/consumerGroup.js";
import OffsetManager from "kafkajs/src/consumer/offsetManager/index.js";
import { topicGone } from "./kafkajs-topic-gone.ts";
import { readTopicId } from "./kafkajs-topic-id.ts";

/** How often the id of the topic is checked: the longest time that a new topic goes unnoticed. */
const LOOK_EVERY_MS = 1_000;

type Seen = { topic: string; id: string | undefined; at: number; changed?: boolean };

/** The topic of each offset manager. */
const seenTopics = new WeakMap<OffsetManager, Promise<Seen | undefined>>();

/**
 * An offset is valid in one topic only, and a topic that was quickly deleted and created again is another one, although
 * no request to it fails. So the topic's id is committed with each offset; an offset that was committed for another
 * topic is ignored; and a membership ends when the id changes, so that the next one begins anew.
 */
export function tieOffsetsToTheirTopic(): void {
  const { commitOffsets, resolveOffsets } = OffsetManager.prototype;
  const { fetch } = ConsumerGroup.prototype;
  if (fetch.name === "fetchFromTheSameTopic") return;

  OffsetManager.prototype.resolveOffsets = async function resolveOffsetsOfTheTopic() {
    if (!seenTopics.has(this)) seenTopics.set(this, begin(this));
    await seenTopics.get(this)?.catch((error) => {
      seenTopics.delete(this);
      throw error;
    });
    await resolveOffsets.call(this);
  };

  OffsetManager.prototype.commitOffsets = async function commitOffsetsOfTheTopic(offsets = {}) {
    const { topics = this.uncommittedOffsets().topics } = offsets;
    const metadata = markOf(await seenTopics.get(this));
    const marked = topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map((partition) => ({ ...partition, metadata })),
    }));
    await commitOffsets.call(this, { topics: marked });
  };

  ConsumerGroup.prototype.fetch = async function fetchFromTheSameTopic(nodeId) {
    const seen = await seenTopics.get(this.offsetManager);
    if (seen?.id) void checkId(this.offsetManager, seen);
    const batches = await fetch.call(this, nodeId);
    if (seen?.changed) throw topicGone();
    return batches;
  };
}

// Runs alongside the requests for messages: none of them waits for it.
async function checkId(manager: OffsetManager, seen: Seen): Promise<void> {
  if (performance.now() - seen.at < LOOK_EVERY_MS) return;
  seen.at = performance.now();
  const id = await readId(manager, seen.topic).catch(() => undefined);
  if (id && id !== seen.id) seen.changed = true;
}

// Asks the group's coordinator, because it answers as long as the membership lasts.
async function readId(manager: OffsetManager, topic: string): Promise<string | undefined> {
  return readTopicId(await manager.getCoordinator(), topic);
}

async function begin(manager: OffsetManager): Promise<Seen | undefined> {
  const [topic] = manager.topics;
  if (topic === undefined) return undefined;
  const seen = { topic, id: await readId(manager, topic), at: performance.now() };
  if (seen.id) await replaceForeignOffsets(manager, seen);
  return seen;
}

// Offsets that other programs committed have no mark, and are trusted.
async function replaceForeignOffsets(manager: OffsetManager, seen: Seen): Promise<void> {
  const { topic } = seen;
  const { groupId, memberId, generationId: groupGenerationId } = manager;
  const coordinator = await manager.getCoordinator();
  const partitions = (manager.memberAssignment[topic] ?? []).map((partition) => ({ partition }));
  const { responses } = await coordinator.offsetFetch({ groupId, topics: [{ topic, partitions }] });
  const committed = responses.flatMap((response) => response.partitions);
  const foreign = committed.filter(({ metadata }) => metadata?.startsWith(MARK) && metadata !== markOf(seen));
  if (foreign.length === 0) return;
  const beginnings = await manager.cluster.fetchTopicsOffset([
    { topic, partitions: foreign, ...manager.topicConfigurations[topic] },
  ]);
  const metadata = markOf(seen);
  const topics = beginnings.map((beginning) => ({
    topic,
    partitions: beginning.partitions.map(({ partition, offset }) => ({ partition, offset, metadata })),
  }));
  await coordinator.offsetCommit({ groupId, memberId, groupGenerationId, topics });
}

const MARK = "topic-id:";

function markOf(seen: Seen | undefined): string | null {
  return seen?.id ? MARK + seen.id : null;
}
