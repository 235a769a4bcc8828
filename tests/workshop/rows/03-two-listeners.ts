import { runServiceHere } from "../../../workshop/03-two-listeners/run-service-here.ts";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import type { RowCase } from "../support/row-case.ts";

const topic = "message-topic";
const listenersFile = "infra/listeners.ts";
const advertised = "advertised: `$" + "{outside.host}:$" + "{outside.port + broker - 1}`";

export const rows: Record<string, RowCase> = {
  "own-client-wrote": {
    without: [
      {
        why: "the same text, sent to service-a",
        run: async (lab) => void (await lab.http.post("Hello from outside")),
      },
      { why: "service-a ran here", run: (lab) => runServiceHere(lab, "Hello from outside") },
    ],
    otherwise: [
      {
        why: "another text, with a key, twice",
        async run(lab) {
          const message = { key: "mine", value: "my own words" };
          await lab.kafka.send(topic, [message, message]);
        },
      },
      {
        why: "with Kafka's own producer",
        async run(lab) {
          const tool = "kafka-console-producer --bootstrap-server kafka:29092 --topic message-topic";
          await lab.exec("kafka", ["bash", "-c", `echo by hand | ${tool}`]);
        },
      },
    ],
  },
  "service-a-ran-here": {
    without: [
      {
        why: "sent to the container, which is restarted",
        async run(lab) {
          await lab.http.post("Hello from this machine");
          await container(lab, "service-a").restart();
          await lab.ensureUp();
        },
      },
      {
        why: "a client of one's own sends while the container is stopped",
        async run(lab) {
          await container(lab, "service-a").stop();
          await lab.kafka.send(topic, [{ value: "Hello from this machine" }]);
          await container(lab, "service-a").start();
          await lab.ensureUp();
        },
      },
      {
        why: "it ran here, and its container is stopped",
        async run(lab) {
          await runServiceHere(lab, "Hello from this machine");
          await container(lab, "service-a").stop();
        },
      },
    ],
    otherwise: [
      {
        why: "another text, and once more without a message",
        async run(lab) {
          await runServiceHere(lab, "anything");
          await container(lab, "service-a").restart();
          await lab.ensureUp();
        },
      },
    ],
  },
  "external-repaired": {
    without: [
      {
        why: "the broker is replaced, and its listener was never wrong",
        run: async (lab) => void (await lab.up({ config: { kafkaHeapMb: 400 } })),
      },
      {
        why: "destroyed and made again",
        async run(lab) {
          await lab.destroy();
          await lab.ensureUp();
        },
      },
      { why: "moved to another port, which is right", run: (lab) => publish(lab, 9192) },
      { why: "wrong, and not repaired", run: (lab) => advertise(lab, "kafka:9092") },
    ],
    otherwise: [
      {
        why: "a port that nobody publishes",
        async run(lab) {
          await advertise(lab, "127.0.0.1:9999");
          await repair(lab);
        },
      },
      {
        why: "a name that nobody knows, twice, and a restart afterwards",
        async run(lab) {
          await advertise(lab, "broker.invalid:9092");
          await advertise(lab, "kafka:9092");
          await repair(lab);
          await container(lab, "kafka").restart();
          await lab.ensureUp();
        },
      },
    ],
  },
  "your-turn": {
    without: [
      { why: "set, and not applied", run: async (lab) => lab.config.set("kafkaPort", 9192) },
      {
        why: "advertised, and not published",
        async run(lab) {
          await advertise(lab, "127.0.0.1:9192");
        },
      },
      {
        why: "there and back",
        async run(lab) {
          await publish(lab, 9192);
          await publish(lab, 9092);
        },
      },
    ],
    otherwise: [
      { why: "any free port", run: (lab) => publish(lab, 19_092) },
      {
        why: "another address of this machine",
        async run(lab) {
          await lab.up({ config: { dockerHostIp: "127.0.0.2" } });
          await lab.ensureUp();
        },
      },
    ],
  },
  "internal-unhurt": {
    without: [
      {
        why: "the internal listener is broken instead",
        async run(lab) {
          const right = "advertised: `$" + "{brokerAlias(broker)}:$" + "{internalPort}`";
          edit(lab, right, 'advertised: "nobody.invalid:29092"');
          await lab.up({ allowFailure: true });
        },
      },
      { why: "the broker is stopped", run: (lab) => container(lab, "kafka").stop() },
    ],
    otherwise: [{ why: "the external listener is broken", run: (lab) => advertise(lab, "kafka:9092") }],
  },
};

const container = (lab: WorkshopLab, name: string) => lab.docker.getContainer(lab.nameOf(name));

async function publish(lab: WorkshopLab, kafkaPort: number): Promise<void> {
  await lab.up({ config: { kafkaPort } });
  await lab.ensureUp();
}

/** Changes what the external listener advertises, whatever it was, and applies it. */
async function advertise(lab: WorkshopLab, address: string): Promise<void> {
  await repairText(lab);
  edit(lab, advertised, `advertised: "${address}"`);
  await lab.up();
}

async function repair(lab: WorkshopLab): Promise<void> {
  await repairText(lab);
  await lab.ensureUp();
}

async function repairText(lab: WorkshopLab): Promise<void> {
  lab.files.write(listenersFile, lab.files.original(listenersFile) ?? "");
}

function edit(lab: WorkshopLab, from: string, to: string): void {
  const text = lab.files.read(listenersFile) ?? "";
  if (!text.includes(from)) throw new Error(`expected "${from}" in ${listenersFile}`);
  lab.files.write(listenersFile, text.replace(from, to));
}
