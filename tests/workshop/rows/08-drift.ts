import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import type { RowCase } from "../support/row-case.ts";

const topic = "message-topic";

const container = (lab: WorkshopLab, part: string) => lab.docker.getContainer(lab.nameOf(part));
const restarted = (part: string) => ({
  why: `${part} is only restarted`,
  run: async (lab: WorkshopLab) => container(lab, part).restart(),
});
const repaired = (lab: WorkshopLab) => lab.up({ refresh: true });

export const rows: Record<string, RowCase> = {
  "service-b-again": {
    without: [restarted("service-b")],
    otherwise: [
      {
        why: "it is killed, and one command repairs it",
        async run(lab) {
          await container(lab, "service-b").kill();
          await repaired(lab);
        },
      },
    ],
  },
  "service-a-again": {
    without: [restarted("service-a")],
    otherwise: [
      {
        why: "it is removed after a stop, and one command repairs it",
        async run(lab) {
          await container(lab, "service-a").stop();
          await container(lab, "service-a").remove({ v: true });
          await repaired(lab);
        },
      },
    ],
  },
  "kafka-again": {
    without: [restarted("kafka")],
    otherwise: [
      {
        why: "it gets another name than the lesson's, twice",
        async run(lab) {
          await container(lab, "kafka").rename({ name: lab.nameOf("renamed") });
          await container(lab, "renamed").rename({ name: lab.nameOf("renamed-again") });
          await repaired(lab);
        },
      },
    ],
  },
  "zookeeper-rejoined": {
    without: [restarted("zookeeper")],
    otherwise: [
      {
        why: "it leaves the network and comes back twice",
        async run(lab) {
          for (const _ of ["once", "twice"]) await leaveAndJoin(lab);
        },
      },
    ],
  },
  "no-retention-of-an-hour": {
    without: [
      {
        why: "two hours are no week",
        run: (lab) => lab.kafka.setOwnSettings(topic, { "retention.ms": "7200000" }),
      },
    ],
    otherwise: [
      {
        why: "a week of its own",
        run: (lab) => lab.kafka.setOwnSettings(topic, { "retention.ms": "604800000" }),
      },
    ],
  },
  "your-turn": {
    without: [
      {
        why: "the topic alone keeps messages for a week",
        run: (lab) => lab.kafka.setOwnSettings(topic, { "retention.ms": "604800000" }),
      },
    ],
    otherwise: [
      {
        why: "the broker is told a week, instead of nothing",
        async run(lab) {
          const configEntries = [{ name: "log.retention.ms", value: "604800000" }];
          const resources = [{ type: 4, name: "1", configEntries }];
          await lab.kafka.withAdmin((admin) => admin.alterConfigs({ validateOnly: false, resources }));
        },
      },
    ],
  },
};

async function leaveAndJoin(lab: WorkshopLab) {
  const [network, Container] = [lab.docker.getNetwork(lab.nameOf("kafka-lab")), lab.nameOf("zookeeper")];
  await network.disconnect({ Container });
  await network.connect({ Container, EndpointConfig: { Aliases: ["zookeeper"] } });
}
