import type { WorkshopLab } from "../../authoring/lesson.ts";

/** Where the messages of `compression` are in the broker's container, one a line. */
export const ordersFile = "/tmp/orders.json";

const articles = ["coffee beans 1 kg", "green tea 250 g", "paper filters", "cold brew bottle", "mug, blue"];

/** Orders as a shop might send them: each one different, all of one form. */
export function makeOrders(count = 500): string[] {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      order: 100_000 + index,
      customer: `customer-${(index * 37) % 97}`,
      article: articles[(index * 7) % articles.length],
      quantity: 1 + (index % 4),
      price: `${5 + ((index * 13) % 40)}.90`,
      currency: "EUR",
      state: "paid",
    }),
  );
}

/** The container's own file system is read-only; what is in /tmp is there until it is removed. */
export async function writeOrders(lab: Pick<WorkshopLab, "exec">): Promise<void> {
  const write = `printf %s "$1" >${ordersFile}`;
  await lab.exec("kafka", ["bash", "-c", write, "bash", makeOrders().join("\n")]);
}
