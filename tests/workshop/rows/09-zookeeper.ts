import { setTimeout as wait } from "node:timers/promises";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { succeeds } from "../../../workshop/authoring/polling.ts";
import type { RowCase } from "../support/row-case.ts";

const topic = "orders";
const retention = { "retention.ms": "3600000" };
const cleaners = { name: "log.cleaner.threads", value: "2" };

const container = (lab: WorkshopLab, part: string) => lab.docker.getContainer(lab.nameOf(part));

export const rows: Record<string, RowCase> = {
  "broker-registered": {
    without: [{ why: "the broker is stopped", run: (lab) => container(lab, "kafka").stop() }],
    otherwise: [
      {
        why: "it is started again",
        async run(lab) {
          await container(lab, "kafka").restart();
          await lab.ensureUp();
        },
      },
    ],
  },
  "elected-again": {
    without: [
      {
        why: "a second controller is only tried",
        run: (lab) => zookeeper(lab, "create", "-e", "/controller", "me-too"),
      },
    ],
    otherwise: [
      {
        why: "the controller's znode is deleted, and the broker goes on",
        async run(lab) {
          await zookeeper(lab, "delete", "/controller");
          const epoch = () =>
            lab.exec("zookeeper", ["zookeeper-shell", "localhost:2181", "get", "/controller_epoch"]);
          await lab.poll(async () => !/^1$/m.test((await epoch()).stdout), { what: "another epoch" });
        },
      },
    ],
  },
  "written-over-a-version": {
    without: [{ why: "the znode is only created", run: (lab) => zookeeper(lab, "create", "/turn", "first") }],
    otherwise: [
      {
        why: "all is done twice, and written once more without a version",
        async run(lab) {
          for (const _ of ["once", "twice"]) {
            await zookeeper(lab, "create", "/turn", "nobody");
            await zookeeper(lab, "set", "-v", "0", "/turn", "first");
          }
          await zookeeper(lab, "set", "/turn", "later");
        },
      },
    ],
  },
  "orders-has-its-setting": {
    without: [{ why: "the topic has no setting", run: (lab) => makeTopic(lab) }],
    otherwise: [
      {
        why: "the topic is made with the setting, and has another one too",
        async run(lab) {
          await makeTopic(lab);
          await lab.kafka.setOwnSettings(topic, { ...retention, "max.message.bytes": "100000" });
        },
      },
    ],
  },
  "produced-without-zookeeper": {
    without: [
      {
        why: "the message comes before and after the pause",
        async run(lab) {
          await send(lab);
          await wait(1_500);
          await container(lab, "zookeeper").stop();
          await container(lab, "zookeeper").start();
          await untilAnswers(lab);
          await wait(8_000);
          await send(lab);
        },
      },
    ],
    otherwise: [
      {
        why: "it is killed, and stopped once more after the message",
        async run(lab) {
          await container(lab, "zookeeper").kill();
          await wait(1_500);
          await send(lab);
          await container(lab, "zookeeper").start();
          await untilAnswers(lab);
          await wait(8_000);
          await container(lab, "zookeeper").restart();
          await untilAnswers(lab);
        },
      },
    ],
  },
  "your-turn": {
    without: [
      {
        why: "another setting is changed",
        run: (lab) => setBroker(lab, "1", [{ name: "log.retention.ms", value: "604800000" }]),
      },
    ],
    otherwise: [
      {
        why: "it is set for all brokers, and not for number 1",
        async run(lab) {
          const all = "--entity-type brokers --entity-default --alter --add-config log.cleaner.threads=2";
          const command = `kafka-configs --bootstrap-server kafka:29092 ${all}`;
          await lab.exec("kafka", ["bash", "-c", command]);
        },
      },
      { why: "by a client", run: (lab) => setBroker(lab, "1", [cleaners]) },
    ],
  },
};

async function zookeeper(lab: WorkshopLab, ...command: string[]) {
  await lab.exec("zookeeper", ["zookeeper-shell", "localhost:2181", ...command]);
}

async function makeTopic(lab: WorkshopLab) {
  await lab.kafka.withAdmin((admin) => admin.createTopics({ topics: [{ topic, numPartitions: 1 }] }));
}

async function setBroker(lab: WorkshopLab, name: string, configEntries: { name: string; value: string }[]) {
  const resources = [{ type: 4, name, configEntries }];
  await lab.kafka.withAdmin((admin) => admin.alterConfigs({ validateOnly: false, resources }));
}

async function send(lab: WorkshopLab) {
  await lab.kafka.send("message-topic", [{ value: "Who needs ZooKeeper?" }]);
}

/** Until the broker has found ZooKeeper again. */
async function untilAnswers(lab: WorkshopLab) {
  await lab.poll(() => succeeds(lab.kafka.setOwnSettings("message-topic", {})), { what: "ZooKeeper" });
}
