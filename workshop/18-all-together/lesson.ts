import type { Check, Observation, WorkshopLab } from "../authoring/lesson.ts";
import { startProgram } from "../authoring/own-program.ts";
import { bringPrograms, createTopic, preparePlayground, removeTopics } from "../authoring/playground.ts";
import { billsTopic, type Entry, entriesOf, firstOfEach, group, ordersTopic } from "./shop.ts";

export { hints } from "./hints.ts";

const planFile = "playground/plan.txt";
const operations = ["create", "update", "replace", "delete"] as const;
const leastOrders = 30;
const leastCustomers = 5;

/** The original lab, up, without the shop's topics and group. */
export async function setup(lab: WorkshopLab) {
  lab.restoreProgram();
  await lab.ensureUp();
  await removeTopics(lab, { topics: [ordersTopic, billsTopic], groups: new RegExp(`^${group}$`) });
  lab.files.remove(planFile);
  preparePlayground(lab);
}

export const checks: Check[] = [
  {
    id: "topics",
    row: {
      en: "shop-orders has six partitions, shop-bills three",
      fr: "shop-orders a six partitions, shop-bills trois",
    },
    command: "docker exec kafka kafka-topics --bootstrap-server kafka:29092 --describe",
    async observe(lab) {
      const counts = await Promise.all([ordersTopic, billsTopic].map((topic) => partitionsOf(lab, topic)));
      return { passed: counts.join() === "6,3", expected: "6, 3", observed: counts.join(", ") };
    },
  },
  {
    id: "orders",
    row: {
      en: "thirty orders or more of five customers or more, each customer in one partition",
      fr: "trente commandes ou plus de cinq clients ou plus, chaque client dans une partition",
    },
    command: read(ordersTopic),
    async observe(lab) {
      const orders = await entriesOf(lab, ordersTopic);
      const keyed = orders.filter(({ key, customer }) => key !== null && key === customer);
      const customers = Map.groupBy(keyed, ({ customer }) => customer);
      const split = [...customers.values()].filter(
        (own) => new Set(own.map(({ partition }) => partition)).size > 1,
      );
      const count = firstOfEach(keyed).length;
      return {
        passed:
          count >= leastOrders &&
          customers.size >= leastCustomers &&
          split.length === 0 &&
          keyed.length === orders.length,
        expected: {
          en: "30 orders, 5 customers, all with their key",
          fr: "30 commandes, 5 clients, toutes avec leur clé",
        },
        observed: {
          en: `${count} orders, ${customers.size} customers, ${orders.length - keyed.length} without their key`,
          fr: `${count} commandes, ${customers.size} clients, ${orders.length - keyed.length} sans leur clé`,
        },
      };
    },
  },
  {
    id: "two-workers",
    row: {
      en: "two workers of the group billing-desk or more have written bills",
      fr: "au moins deux membres du groupe billing-desk ont écrit des factures",
    },
    command: read(billsTopic),
    async observe(lab) {
      const bills = await entriesOf(lab, billsTopic);
      const workers = new Set(bills.flatMap(({ worker }) => worker ?? []));
      const committed = await lab.kafka.groupOffsets(group);
      const ofGroup = committed.some(({ topic, offset }) => topic === ordersTopic && offset !== undefined);
      return {
        passed: workers.size >= 2 && ofGroup,
        expected: {
          en: "two or more, and the group has committed",
          fr: "deux ou plus, et le groupe a validé",
        },
        observed: {
          en: `${[...workers].join(", ") || "none"}${ofGroup ? "" : "; the group has committed nothing"}`,
          fr: `${[...workers].join(", ") || "aucun"}${ofGroup ? "" : "\u00a0; le groupe n'a rien validé"}`,
        },
      };
    },
  },
  {
    id: "survived",
    row: {
      en: "the broker was stopped between the first order and the last",
      fr: "le broker a été arrêté entre la première commande et la dernière",
    },
    command: "docker inspect kafka --format '{{.State.StartedAt}}'",
    async observe(lab) {
      const orders = await entriesOf(lab, ordersTopic);
      const started = Date.parse((await lab.inspect("kafka"))?.State.StartedAt ?? "");
      const before = orders.filter(({ timestamp }) => timestamp < started).length;
      return {
        passed: before > 0 && before < orders.length,
        expected: {
          en: "orders from before and after its start",
          fr: "des commandes d'avant et d'après son démarrage",
        },
        observed: {
          en: `${before} before, ${orders.length - before} after`,
          fr: `${before} avant, ${orders.length - before} après`,
        },
      };
    },
  },
  {
    id: "all-billed",
    row: {
      en: "every order has its bill, and no bill is without an order",
      fr: "chaque commande a sa facture, et aucune facture n'est sans commande",
    },
    command:
      "docker exec kafka kafka-consumer-groups --bootstrap-server kafka:29092 --describe --group billing-desk",
    async observe(lab) {
      const orders = new Set((await entriesOf(lab, ordersTopic)).map(({ order }) => order));
      const bills = new Set((await entriesOf(lab, billsTopic)).map(({ order }) => order));
      const unbilled = [...orders].filter((order) => !bills.has(order));
      const unordered = [...bills].filter((order) => !orders.has(order));
      return {
        passed: orders.size > 0 && unbilled.length === 0 && unordered.length === 0,
        expected: { en: "none missing, none too many", fr: "aucune ne manque, aucune de trop" },
        observed: {
          en: `${orders.size} orders, without a bill: ${some(unbilled)}; without an order: ${some(unordered)}`,
          fr: `${orders.size} commandes, sans facture\u00a0: ${some(unbilled)}\u00a0; sans commande\u00a0: ${some(unordered)}`,
        },
      };
    },
  },
  {
    id: "in-order",
    row: {
      en: "each customer's bills are in the order of the orders",
      fr: "les factures de chaque client sont dans l'ordre des commandes",
    },
    command: `${read(billsTopic)} --property print.key=true`,
    async observe(lab) {
      const orders = byCustomer(await entriesOf(lab, ordersTopic));
      const bills = byCustomer(await entriesOf(lab, billsTopic));
      const wrong = [...orders]
        .filter(([customer, own]) => own !== bills.get(customer))
        .map(([name]) => name);
      return {
        passed: orders.size > 0 && wrong.length === 0,
        expected: { en: "the same order for each key", fr: "le même ordre pour chaque clé" },
        observed:
          orders.size === 0
            ? { en: "no orders", fr: "aucune commande" }
            : wrong.length === 0
              ? { en: "the same", fr: "le même" }
              : wrong.join(", "),
      };
    },
  },
  {
    id: "your-turn",
    row: {
      en: "your turn: playground/plan.txt says what the plan does before it is applied",
      fr: "à vous de jouer\u00a0: playground/plan.txt dit ce que fera le plan avant qu'il soit appliqué",
    },
    command: "./lab preview",
    observe: (lab) => observePlan(lab),
  },
];

export async function solve(lab: WorkshopLab) {
  await setup(lab);
  await createTopic(lab, ordersTopic, 6);
  await createTopic(lab, billsTopic, 3);
  bringPrograms(lab, "workshop/18-all-together/solution");
  await runShop(lab);
  lab.config.set("serviceBInstances", 3);
  lab.files.write(planFile, planOf((await lab.preview()).summary));
}

export async function reset(lab: WorkshopLab) {
  await setup(lab);
}

/** Two workers, sixty orders, and the broker killed in their midst. */
async function runShop(lab: WorkshopLab) {
  const desks = ["one", "two"].map((worker) => startProgram(lab, "desk.ts", { args: [worker] }));
  await lab.poll(async () => (await lab.kafka.describeGroup(group)).members.length === 2, {
    what: { en: "two workers are in the group", fr: "deux membres sont dans le groupe" },
  });
  const shop = startProgram(lab, "shop.ts");
  await lab.poll(async () => (await entriesOf(lab, ordersTopic)).length >= 10, {
    what: { en: "ten orders are there", fr: "dix commandes sont là" },
  });
  const kafka = lab.docker.getContainer(lab.nameOf("kafka"));
  await kafka.kill();
  await kafka.start();
  await shop.ended;
  await lab.poll(() => isThrough(lab), {
    budgetMs: 120_000,
    what: { en: "every order is billed", fr: "chaque commande est facturée" },
  });
  for (const desk of desks) {
    desk.kill("SIGINT");
    await desk.ended;
  }
}

async function isThrough(lab: WorkshopLab): Promise<boolean> {
  const orders = firstOfEach(await entriesOf(lab, ordersTopic));
  return (
    orders.length >= leastOrders && firstOfEach(await entriesOf(lab, billsTopic)).length === orders.length
  );
}

async function observePlan(lab: WorkshopLab): Promise<Observation> {
  const { result, summary } = await lab.preview({ allowFailure: true });
  const wanted = planOf(summary);
  const said = (lab.files.read(planFile) ?? "").toLowerCase();
  const isSaid = operations.every((operation) =>
    new RegExp(`\\b${operation}\\w*\\W+${countOf(summary, operation)}\\b`).test(said),
  );
  const plans = operations.some((operation) => countOf(summary, operation) > 0);
  return {
    passed: result !== "failed" && plans && isSaid,
    expected: plans ? wanted : { en: "a plan that does something", fr: "un plan qui fait quelque chose" },
    observed: said.trim().replaceAll("\n", ", ") || { en: `no ${planFile}`, fr: `pas de ${planFile}` },
  };
}

function planOf(summary: Readonly<Record<string, number>>): string {
  return operations.map((operation) => `${operation} ${countOf(summary, operation)}`).join(", ");
}

function countOf(summary: Readonly<Record<string, number>>, operation: string): number {
  return summary[operation] ?? 0;
}

async function partitionsOf(lab: WorkshopLab, topic: string): Promise<number> {
  return lab.kafka.withAdmin(async (admin) => {
    if (!(await admin.listTopics()).includes(topic)) return 0;
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.length ?? 0;
  });
}

/** The numbers of each customer's orders, as one text, by the key of the messages. */
function byCustomer(entries: readonly Entry[]): Map<string, string> {
  const keyed = Map.groupBy(firstOfEach(entries), ({ key }) => key ?? "-");
  return new Map([...keyed].map(([key, own]) => [key, own.map(({ order }) => order).join(" ")]));
}

function some(numbers: readonly number[]): string {
  return numbers.length === 0 ? "0" : `${numbers.length} (${numbers.slice(0, 3).join(", ")})`;
}

function read(topic: string): string {
  return `docker exec kafka kafka-console-consumer --bootstrap-server kafka:29092 --topic ${topic} --from-beginning --timeout-ms 5000`;
}
