import { comeLate, lagByThree, lagOf, lendASpare, readAs, send } from "../../../workshop/05-groups/acts.ts";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { withServiceHere } from "../../../workshop/authoring/service-here.ts";
import type { RowCase } from "../support/row-case.ts";

const topic = "message-topic";

export const rows: Record<string, RowCase> = {
  "three-members": {
    without: [
      { why: "set, and not applied", run: async (lab) => lab.config.set("serviceBInstances", 3) },
      { why: "two", run: (lab) => instances(lab, 2) },
    ],
    otherwise: [
      {
        why: "one after the other",
        async run(lab) {
          await instances(lab, 2);
          await instances(lab, 3);
        },
      },
    ],
  },
  spare: {
    without: [
      { why: "three instances, and no fourth", run: (lab) => instances(lab, 3) },
      {
        why: "a fourth that came and left while the three were there",
        async run(lab) {
          await instances(lab, 3);
          const settings = { CLIENT_ID: "the-fourth", GROUP_ID: "message-group" };
          await withServiceHere(lab, { service: "service-b", port: 5132, settings }, ({ get }) =>
            get(3).catch(() => undefined),
          );
        },
      },
    ],
    otherwise: [
      {
        why: "twice",
        async run(lab) {
          await instances(lab, 3);
          await lendASpare(lab);
          await lendASpare(lab);
        },
      },
    ],
  },
  "second-group": {
    without: [
      {
        why: "its offsets set by hand only",
        async run(lab) {
          await sendSome(lab, 9);
          for (const to of ["--to-latest", "--to-offset 1", "--to-latest"]) await setBack(lab, to);
        },
      },
      {
        why: "read once",
        async run(lab) {
          await sendSome(lab, 9);
          await readAs(lab, "second-group", 9);
        },
      },
      {
        why: "set back, and not read again",
        async run(lab) {
          await sendSome(lab, 9);
          await readAs(lab, "second-group", 9);
          await setBack(lab, "--to-offset 1");
        },
      },
    ],
    otherwise: [
      {
        why: "back to the beginning, and read again in two goes",
        async run(lab) {
          await sendSome(lab, 9);
          await readAs(lab, "second-group", 4);
          await readAs(lab, "second-group", 5);
          await setBack(lab, "--to-earliest");
          await readAs(lab, "second-group", 9);
        },
      },
    ],
  },
  "late-group": {
    without: [
      {
        why: "its offsets set to the end by hand",
        async run(lab) {
          await sendSome(lab, 9);
          await setBack(lab, "--to-latest", "late-group");
          await sendSome(lab, 3);
        },
      },
      {
        why: "with earliest, and read to the end",
        async run(lab) {
          await sendSome(lab, 9);
          await readAs(lab, "late-group", 9);
          await sendSome(lab, 3);
          await readAs(lab, "late-group", 3);
        },
      },
      {
        why: "with latest, and nothing sent while it was away",
        async run(lab) {
          await sendSome(lab, 9);
          const settings = { CLIENT_ID: "late", GROUP_ID: "late-group", AUTO_OFFSET_RESET: "latest" };
          await withServiceHere(lab, { service: "service-b", port: 5152, settings }, async ({ get }) => {
            await get(2);
            await sendSome(lab, 1);
            await get();
          });
        },
      },
    ],
    otherwise: [
      {
        why: "begun anew after it had read in every partition",
        async run(lab) {
          await sendSome(lab, 9);
          await readAs(lab, "late-group", 9);
          await lab.kafka.withAdmin((admin) => admin.deleteGroups(["late-group"]));
          await comeLate(lab);
        },
      },
    ],
  },
  "lag-three": {
    without: [
      { why: "three messages in all", run: (lab) => sendSome(lab, 3) },
      { why: "nine, all unread", run: (lab) => sendSome(lab, 9) },
      {
        why: "four",
        async run(lab) {
          await sendSome(lab, 9);
          await lagByThree(lab);
          await sendSome(lab, 1);
        },
      },
    ],
    otherwise: [
      {
        why: "everything read first, then three sent",
        async run(lab) {
          if ((await lagOf(lab, "message-group")).sent < 9) await sendSome(lab, 9);
          await lagByThree(lab);
        },
      },
      {
        why: "the group stopped, and set back by one in each partition",
        async run(lab) {
          await sendSome(lab, 9);
          await lab.docker.getContainer(lab.nameOf("service-b")).stop();
          await setBack(lab, "--to-offset 2", "message-group");
          await lab.docker.getContainer(lab.nameOf("service-b")).start();
        },
      },
      {
        why: "nine sent, six read",
        async run(lab) {
          await sendSome(lab, 9);
          for (let n = 1; n <= 6; n += 1) await lab.http.get();
          await lab.poll(async () => (await readSoFar(lab)) === 6, { what: "6" });
        },
      },
    ],
  },
};

async function instances(lab: WorkshopLab, count: number): Promise<void> {
  await lab.up({ config: { serviceBInstances: count } });
  await lab.ensureUp();
}

function sendSome(lab: WorkshopLab, count: number): Promise<void> {
  return send(lab, "message", [...Array(count).keys()]);
}

/** By Kafka's own tool, which needs a group without members; one that has just stopped may still have one. */
async function setBack(lab: WorkshopLab, to: string, group = "second-group"): Promise<void> {
  const tool = `kafka-consumer-groups --bootstrap-server kafka:29092 --group ${group} --topic ${topic} --reset-offsets ${to} --execute`;
  const isSet = async () => {
    const { stdout, stderr } = await lab.exec("kafka", ["bash", "-c", tool]);
    return stdout.includes("NEW-OFFSET") && !`${stdout}${stderr}`.includes("Error");
  };
  await lab.poll(isSet, { what: `${group} is set ${to}` });
}

async function readSoFar(lab: WorkshopLab): Promise<number> {
  const offsets = await lab.kafka.groupOffsets("message-group");
  return offsets.reduce((sum, { offset = 0 }) => sum + offset, 0);
}
