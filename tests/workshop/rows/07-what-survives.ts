import {
  copies,
  copyKafka,
  destroyAndKeep,
  loseAndRestore,
} from "../../../workshop/07-what-survives/acts.ts";
import { copyVolume, removeVolumes } from "../../../workshop/07-what-survives/volumes.ts";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import type { RowCase } from "../support/row-case.ts";

const lost = ["zookeeper-data", "zookeeper-log"];

export const rows: Record<string, RowCase> = {
  "one-cluster-id": {
    without: [
      {
        why: "ZooKeeper's half lost, and not restored",
        async run(lab) {
          await destroyAndKeep(lab);
          await removeVolumes(lab, lost.map(lab.nameOf));
          await lab.up({ allowFailure: true });
        },
      },
    ],
    otherwise: [
      {
        why: "lost, and begun anew with neither",
        async run(lab) {
          await destroyAndKeep(lab);
          await removeVolumes(lab, [...lost, "kafka-data"].map(lab.nameOf));
          await lab.ensureUp();
        },
      },
    ],
  },
  "data-is-kept": {
    without: [{ why: "switched off again", run: async (lab) => lab.config.set("keepData", false) }],
    otherwise: [{ why: "set, and brought up", run: (lab) => keep(lab) }],
  },
  "message-survived-destroy": {
    without: [
      {
        why: "sent, and not destroyed",
        async run(lab) {
          await keep(lab);
          await lab.http.post("I was here", { key: "me" });
        },
      },
      {
        why: "destroyed without keepData, and sent afterwards",
        async run(lab) {
          await lab.http.post("I was here", { key: "me" });
          await lab.destroy();
          await lab.ensureUp();
          await lab.http.post("I was here", { key: "me" });
        },
      },
    ],
    otherwise: [
      {
        why: "twice, with another message",
        async run(lab) {
          await keep(lab);
          await lab.http.post("I was there");
          for (const _ of [1, 2]) {
            await lab.destroy({ keepVolumes: true });
            await lab.ensureUp();
          }
        },
      },
    ],
  },
  "lost-and-restored": {
    without: [
      {
        why: "destroyed and kept, and nothing lost",
        async run(lab) {
          await destroyAndKeep(lab);
          await lab.ensureUp();
        },
      },
      {
        why: "copied, and nothing lost",
        async run(lab) {
          await destroyAndKeep(lab);
          for (const part of lost) await copyVolume(lab, lab.nameOf(part), `copy-of-${part}`);
          await lab.ensureUp();
        },
      },
      {
        why: "both halves begun anew, and the message sent again",
        async run(lab) {
          await destroyAndKeep(lab);
          await removeVolumes(lab, [...lost, "kafka-data"].map(lab.nameOf));
          await lab.ensureUp();
          await lab.http.post("I was here", { key: "me" });
        },
      },
    ],
    otherwise: [
      {
        why: "restored at once, and once more",
        async run(lab) {
          await destroyAndKeep(lab);
          for (const _ of [1, 2]) await loseAndRestore(lab);
          await lab.ensureUp();
        },
      },
    ],
  },
  "kafka-copied": {
    without: [
      {
        why: "copied while the broker ran",
        async run(lab) {
          await lab.http.post("I was here", { key: "me" });
          await copyKafka(lab);
        },
      },
      {
        why: "copied after the broker was killed",
        async run(lab) {
          await lab.http.post("I was here", { key: "me" });
          await lab.docker.getContainer(lab.nameOf("kafka")).kill();
          await copyKafka(lab);
          await lab.docker.getContainer(lab.nameOf("kafka")).start();
          await lab.ensureUp();
        },
      },
      {
        why: "an empty volume of that name",
        async run(lab) {
          await lab.http.post("I was here", { key: "me" });
          await lab.docker.createVolume({ Name: copies.kafka });
        },
      },
    ],
    otherwise: [
      {
        why: "the broker stopped for it, and started again",
        async run(lab) {
          await lab.http.post("I was here", { key: "me" });
          const kafka = lab.docker.getContainer(lab.nameOf("kafka"));
          await kafka.stop();
          await copyKafka(lab);
          await kafka.start();
          await lab.ensureUp();
        },
      },
    ],
  },
};

/** keepData, in force. */
async function keep(lab: WorkshopLab): Promise<void> {
  lab.config.set("keepData", true);
  await lab.ensureUp();
}
