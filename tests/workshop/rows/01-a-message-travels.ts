import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import type { RowCase } from "../support/row-case.ts";

const topic = "message-topic";
const group = "message-group";
const colors = ["red", "green", "blue"];

export const rows: Record<string, RowCase> = {
  "services-are-ready": {
    without: [
      { why: "service-b is still stopped", run: (lab) => container(lab).stop() },
      {
        why: "service-a is paused: its port takes connections, and nobody answers",
        run: (lab) => lab.docker.getContainer(lab.nameOf("service-a")).pause(),
      },
    ],
    otherwise: [{ why: "service-b was restarted at once", run: (lab) => restart(lab) }],
  },
  "three-were-sent": {
    without: [
      { why: "only two of the three", run: (lab) => post(lab, ["red", "blue"]) },
      { why: "the words stand in one message", run: (lab) => post(lab, ["red, green, blue"]) },
    ],
    otherwise: [
      {
        why: "in another order, one of them twice",
        run: (lab) => post(lab, ["blue", "red", "red", "green"]),
      },
      {
        why: "by a client of Kafka, without service-a",
        run: async (lab) =>
          void (await lab.kafka.send(
            topic,
            colors.map((value) => ({ value })),
          )),
      },
    ],
  },
  "all-were-read": {
    without: [
      { why: "sent and not read", run: (lab) => post(lab, colors) },
      {
        why: "the group is moved to the end of the log, and nobody has read",
        async run(lab) {
          await post(lab, colors);
          await container(lab).stop();
          await lab.poll(() => skipToEnd(lab), { what: "the group is empty" });
          await container(lab).start();
          await lab.ensureUp();
        },
      },
      {
        why: "another consumer has read them, and service-b has not",
        async run(lab) {
          await post(lab, colors);
          await lab.kafka.read(topic);
        },
      },
    ],
    otherwise: [
      {
        why: "read as JSON, and after a restart of service-b",
        async run(lab) {
          await post(lab, colors);
          await restart(lab);
          await readAll(lab);
        },
      },
    ],
  },
  "sent-while-away": {
    without: [
      {
        why: "sent, then service-b is restarted",
        async run(lab) {
          await post(lab, ["sent while nobody reads"]);
          await restart(lab);
        },
      },
      {
        why: "service-b is restarted, then a message is sent",
        async run(lab) {
          await restart(lab);
          await post(lab, ["sent while nobody reads"]);
        },
      },
    ],
    otherwise: [
      {
        why: "another text, service-b killed and not stopped",
        async run(lab) {
          await container(lab).kill();
          await post(lab, ["anybody there?"]);
          await container(lab).start();
          await lab.ensureUp();
        },
      },
      {
        why: "the stop is repeated afterwards, without a message",
        async run(lab) {
          await container(lab).stop();
          await post(lab, ["the first time"]);
          await container(lab).start();
          await lab.ensureUp();
          await restart(lab);
        },
      },
    ],
  },
  "your-turn": {
    without: [
      {
        why: "plain English only",
        async run(lab) {
          await post(lab, colors);
          await readAll(lab);
        },
      },
      { why: "sent and not read", run: (lab) => post(lab, ["été"]) },
      {
        why: "the letter was lost on the way in",
        async run(lab) {
          await post(lab, ["caf\ufffd"]);
          await readAll(lab);
        },
      },
    ],
    otherwise: [
      {
        why: "another script, and an emoji",
        async run(lab) {
          await post(lab, ["Привет", "🐘"]);
          await readAll(lab);
        },
      },
    ],
  },
};

const container = (lab: WorkshopLab) => lab.docker.getContainer(lab.nameOf("service-b"));

async function restart(lab: WorkshopLab): Promise<void> {
  await container(lab).restart();
  await lab.ensureUp();
}

async function post(lab: WorkshopLab, messages: readonly string[]): Promise<void> {
  for (const message of messages) await lab.http.post(message);
}

async function readAll(lab: WorkshopLab): Promise<void> {
  const isEmpty = async () => (await lab.http.get({ timeoutSeconds: 1 })).status === 204;
  await lab.poll(isEmpty, { what: "nothing waits for service-b" });
}

/** Kafka refuses it as long as the group has members. */
async function skipToEnd(lab: WorkshopLab): Promise<boolean> {
  const options = ["--group", group, "--topic", topic, "--reset-offsets", "--to-latest", "--execute"];
  const tool = ["kafka-consumer-groups", "--bootstrap-server", "kafka:29092"];
  const { stdout } = await lab.exec("kafka", [...tool, ...options]);
  return stdout.includes(topic);
}
