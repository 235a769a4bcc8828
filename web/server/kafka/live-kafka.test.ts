import { expect, onTestFinished, test } from "vitest";
import type { LabConfig } from "../../../lib/project/lab-config.ts";
import { eventually } from "../../../tests/support/eventually.ts";
import type { KafkaState } from "../../contract/kafka.ts";
import { createLiveKafka } from "./live-kafka.ts";
import type { SeenContainers } from "./picture/containers.ts";
import { append, type FakeKafka, fakeKafka } from "./testing/fake-kafka.ts";

/** The picture of brokers in memory, looked at as often as a stream does, but faster. */
function picture(kafka: FakeKafka, { mode = "zookeeper" as const, hasEngine = true } = {}) {
  const states = new Map<number, "running" | "paused" | "missing">();
  const seen = (): SeenContainers => ({
    brokers: [...kafka.brokers].map(([id, address]) => {
      const state = states.get(id) ?? "running";
      return {
        id,
        name: `kafka-${id}`,
        state,
        health: undefined,
        address: state === "running" ? address : undefined,
      };
    }),
    zookeepers: [],
    controllers: [],
    services: [],
  });
  const published: KafkaState[] = [];
  const config = { mode, dockerHostIp: "127.0.0.1", kafkaPorts: [9092], nodes: [] } as unknown as LabConfig;
  const live = createLiveKafka({
    projectDir: "/none",
    publish: (state) => published.push(state),
    open: kafka.open,
    settings: () => ({ config }),
    lookAtContainers: async () => (hasEngine ? seen() : undefined),
  });
  const ending = new AbortController();
  const look = async () => {
    published.push(await live.look(ending.signal));
  };
  const timer = setInterval(() => void look(), 20);
  onTestFinished(() => {
    clearInterval(timer);
    ending.abort();
  });
  const newest = () => published.at(-1);
  const values = () => newest()?.topics[0]?.partitions.map(({ latest }) => latest.map(({ value }) => value));
  const until = (what: string, holds: () => boolean | undefined) => eventually(what, holds, 8_000);
  return { live, states, published, newest, values, until, end: () => ending.abort() };
}

test("when Kafka runs, then brokers, topics, records and groups are shown, and a new record comes at once", async () => {
  const kafka = fakeKafka({ brokers: 2, partitions: 2 });
  append(kafka, 0, { key: "k", value: "first\u001b" });
  kafka.groups.set("g", { state: "Empty", members: [], committed: { "message-topic": { 0: 0 } } });
  const { live, newest, values, until } = picture(kafka);
  await until("the record", () => values()?.[0]?.length === 1);
  expect(newest()).toMatchObject({
    reach: "up",
    reason: undefined,
    brokers: [
      { id: 1, registered: true, controller: true },
      { id: 2, registered: true, controller: false },
    ],
    topics: [
      {
        name: "message-topic",
        partitions: [{ high: 1, latest: [{ key: "k", value: "first␛" }] }, { high: 0 }],
      },
    ],
    groups: [{ name: "g", positions: [{ committed: 0, lag: 1 }] }],
  });
  // It comes with what waits for it, and not when Kafka is asked the next time.
  kafka.held.add("Metadata").add("ListOffsets");
  append(kafka, 1, { value: "second" });
  await until("the new record", () => values()?.[1]?.[0] === "second");
  expect(newest()?.topics[0]?.partitions[1]?.high).toBe(1);
  expect(live.lagOf("g").samples).toMatchObject([{ lag: 1 }]);
});

test("when a broker is frozen and comes back, then that is shown, and the records are there again", async () => {
  const kafka = fakeKafka();
  append(kafka, 0, { value: "v" });
  const { states, newest, values, until } = picture(kafka);
  await until("the record", () => values()?.[0]?.length === 1);
  states.set(1, "paused");
  kafka.silent.add(1);
  await until("it is down", () => newest()?.reach === "down");
  expect(newest()).toMatchObject({ topics: [], brokers: [{ state: "paused", registered: false }] });
  expect(newest()?.reason?.en).toContain("docker unpause kafka-1");
  states.delete(1);
  kafka.silent.delete(1);
  await until("the record again", () => values()?.[0]?.length === 1);
});

test("when one broker of two is gone, then the other one shows its own partitions", async () => {
  const kafka = fakeKafka({ brokers: 2, partitions: 2 });
  append(kafka, 0, { value: "a" });
  append(kafka, 1, { value: "b" });
  const { states, newest, values, until } = picture(kafka);
  await until("both", () => values()?.flat().length === 2);
  states.set(1, "missing");
  kafka.silent.add(1);
  append(kafka, 1, { value: "c" });
  await until("the newest of the other", () => values()?.[1]?.join() === "b,c");
  const [partition] = kafka.topics.get("message-topic") ?? [];
  if (partition) partition.leader = -1;
  const first = () => newest()?.topics[0]?.partitions[0];
  await until("the loss of the leader", () => first()?.leader === -1);
  expect(newest()?.reach).toBe("up");
  expect(first()).toMatchObject({ high: 1, latest: [{ value: "a" }] });
});

test("when a broker answers at another address than it tells clients, then the picture says so", async () => {
  const kafka = fakeKafka({ brokers: 2, partitions: 2 });
  kafka.silent.add(2);
  const { newest, until } = picture(kafka);
  await until("the reason", () => newest()?.reason !== undefined);
  expect(newest()).toMatchObject({ reach: "up", topics: [{}] });
  expect(newest()?.reason?.en).toContain("127.0.0.1:9093");
});

test("when the page shows something else, then its records come, and not those of before", async () => {
  const kafka = fakeKafka();
  append(kafka, 0, { value: "v" });
  kafka.topics.set("other", [{ leader: 1, low: 0, records: [{ value: "o" }, { value: "p" }] }]);
  const { live, newest, until } = picture(kafka);
  await until("the topics", () => newest()?.topics.length === 2);
  const view = { topics: [{ topic: "other" }], cells: 1 };
  expect(live.show(view)).toEqual(view);
  const latest = (topic: number) => newest()?.topics[topic]?.partitions[0]?.latest.map(({ value }) => value);
  await until("the other's newest", () => latest(1)?.join() === "p");
  expect(latest(0)).toEqual([]);
});

test("when the topic is deleted and made anew, then only its new records are shown", async () => {
  const kafka = fakeKafka();
  append(kafka, 0, { value: "old" }, { value: "older" });
  const { values, until } = picture(kafka);
  await until("the old records", () => values()?.[0]?.length === 2);
  kafka.topics.set("message-topic", [{ leader: 1, low: 0, records: [{ value: "new" }] }]);
  await until("the new record", () => values()?.[0]?.join() === "new");
});

test("when the whole lab was made anew, then nothing is left of the records and the lag of before", async () => {
  const kafka = fakeKafka();
  append(kafka, 0, { value: "old" });
  kafka.groups.set("g", { state: "Empty", members: [], committed: { "message-topic": { 0: 0 } } });
  const { live, values, until } = picture(kafka);
  await until("the old record", () => values()?.[0]?.join() === "old");
  kafka.groups.clear();
  kafka.topics.set("message-topic", [{ leader: 1, low: 0, records: [{ value: "new" }] }]);
  kafka.clusterId = "two";
  await until("the new record", () => values()?.[0]?.join() === "new");
  expect(live.lagOf("g").samples).toEqual([]);
});

test("when no engine answers, then the settings say where the brokers are", async () => {
  const { live, newest, until } = picture(fakeKafka(), { hasEngine: false });
  await until("Kafka answers", () => newest()?.reach === "up");
  expect(newest()?.brokers).toMatchObject([{ id: 1, state: "running", registered: true }]);
  expect(live.lab.brokerForTools()).toEqual({ container: "kafka", alias: "kafka" });
});

test("when nobody looks any more, then nobody asks", async () => {
  const kafka = fakeKafka();
  const { end, newest, until } = picture(kafka);
  await until("Kafka answers", () => newest()?.reach === "up");
  expect(kafka.links()).toBeGreaterThan(0);
  end();
  // They are closed after the last question.
  await until("no link is open", () => kafka.links() === 0);
});
