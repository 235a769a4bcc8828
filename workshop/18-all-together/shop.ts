import type { StoredMessage, WorkshopLab } from "../authoring/lesson.ts";

/** The topics of the shop, and the group of its desk. */
export const ordersTopic = "shop-orders";
export const billsTopic = "shop-bills";
export const group = "billing-desk";

/** An order or a bill as it lies in the log; what cannot be read as one is left out. */
export interface Entry extends StoredMessage {
  readonly order: number;
  readonly customer: string | undefined;
  readonly worker: string | undefined;
}

/** The entries of a topic, by partition and offset; none if it is not there. */
export async function entriesOf(lab: WorkshopLab, topic: string): Promise<Entry[]> {
  const topics = await lab.kafka.withAdmin((admin) => admin.listTopics());
  if (!topics.includes(topic)) return [];
  return (await lab.kafka.read(topic)).flatMap(toEntry);
}

/** Of each order the first entry only: what came twice counts where it came first. */
export function firstOfEach(entries: readonly Entry[]): Entry[] {
  return [...Map.groupBy(entries, ({ order }) => order).values()].flatMap(([first]) => first ?? []);
}

function toEntry(message: StoredMessage): Entry[] {
  try {
    const { order, customer, worker } = JSON.parse(message.value ?? "");
    return Number.isInteger(order) ? [{ ...message, order, customer, worker }] : [];
  } catch {
    return [];
  }
}
