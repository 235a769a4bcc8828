import {
  createMeasure,
  logs,
  loseOne,
  postWhilePaused,
  readAgainFrom,
  readInTwoGoes,
  writeBatch,
} from "../../../workshop/06-promises/acts.ts";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { withServiceHere } from "../../../workshop/authoring/service-here.ts";
import type { RowCase } from "../support/row-case.ts";

const topic = "message-topic";
const careful = { group: "careful", words: "kept" };
const hasty = { group: "hasty", words: "promise", commitsFirst: true };

export const rows: Record<string, RowCase> = {
  lost: {
    without: [
      {
        why: "all is well, and nothing is frozen",
        run: (lab) => withCareless(lab, ({ post }) => post("all is well")),
      },
      {
        why: "the broker is restarted in good order between two messages",
        run: (lab) =>
          withCareless(lab, async ({ post }) => {
            await post("all is well");
            await lab.docker.getContainer(lab.nameOf("kafka")).restart();
            await lab.ensureUp();
            await lab.http.post("after the crash");
          }),
      },
    ],
    otherwise: [{ why: "with other words, and twice", run: loseTwo }],
  },
  patience: {
    without: [
      {
        why: "posted while all is well",
        async run(lab) {
          await lab.http.post("patience");
        },
      },
      {
        why: "two POSTs",
        async run(lab) {
          for (const _ of [1, 2]) await lab.http.post("patience");
        },
      },
      {
        why: "a pause that is shorter than the timeout",
        run: (lab) => postWhilePaused(lab, "patience", 3_000),
      },
    ],
    otherwise: [{ why: "a longer pause", run: (lab) => postWhilePaused(lab, "patience", 11_000) }],
  },
  compression: {
    without: [
      {
        why: "one codec is missing",
        async run(lab) {
          await createMeasure(lab);
          for (const codec of ["none", "gzip", "snappy", "zstd"]) await writeBatch(lab, codec);
        },
      },
    ],
    otherwise: [
      {
        why: "in another order, one of them twice",
        async run(lab) {
          await createMeasure(lab);
          for (const codec of ["zstd", "lz4", "gzip", "gzip", "snappy", "none"]) await writeBatch(lab, codec);
        },
      },
    ],
  },
  hasty: {
    without: [
      {
        why: "committed after delivery",
        run: (lab) => readInTwoGoes(lab, { ...hasty, commitsFirst: false, before: 3, after: 0 }),
      },
      {
        why: "all three handed out before it ends",
        run: (lab) => readInTwoGoes(lab, { ...hasty, before: 3, after: 1 }),
      },
      { why: "read by service-b", run: (lab) => readByServiceB(lab, "promise") },
    ],
    otherwise: [
      { why: "two of the three read", run: (lab) => readInTwoGoes(lab, { ...hasty, before: 2, after: 1 }) },
    ],
  },
  careful: {
    without: [
      {
        why: "all three read before it was started again",
        run: (lab) => readInTwoGoes(lab, { ...careful, before: 3, after: 1 }),
      },
      {
        why: "the two others not read",
        run: (lab) => readInTwoGoes(lab, { ...careful, before: 1, after: 0 }),
      },
      { why: "read by service-b", run: (lab) => readByServiceB(lab, "kept") },
    ],
    otherwise: [
      {
        why: "two before it was started again, one after",
        run: (lab) => readInTwoGoes(lab, { ...careful, before: 2, after: 1 }),
      },
    ],
  },
  twice: {
    without: [
      {
        why: "sent twice, read twice",
        async run(lab) {
          await readInTwoGoes(lab, { ...careful, before: 1, after: 2 });
          await lab.http.post("kept 1", { key: "k" });
          await withServiceHere(lab, member, ({ get }) => get());
        },
      },
      {
        why: "set back, and not read again",
        async run(lab) {
          await readInTwoGoes(lab, { ...careful, before: 1, after: 2 });
          await setBack(lab);
        },
      },
    ],
    otherwise: [
      {
        why: "by Kafka's own tool, and all three again",
        async run(lab) {
          await readInTwoGoes(lab, { ...careful, before: 1, after: 2 });
          await setBack(lab);
          await withServiceHere(lab, member, async ({ get }) => {
            for (const _ of [1, 2, 3]) await get();
          });
        },
      },
      {
        why: "a third time as well",
        async run(lab) {
          await readInTwoGoes(lab, { ...careful, before: 3, after: 0 });
          for (const _ of [1, 2]) await readAgainFrom(lab, "careful", "kept 1");
        },
      },
    ],
  },
};

const member = {
  service: "service-b",
  port: 5142,
  settings: { CLIENT_ID: "careful", GROUP_ID: "careful", AUTO_OFFSET_RESET: "latest" },
} as const;

async function loseTwo(lab: WorkshopLab): Promise<void> {
  await loseOne(lab, "one that is lost");
  await loseOne(lab, "another one");
}

async function withCareless(lab: WorkshopLab, use: Parameters<typeof withServiceHere>[2]): Promise<void> {
  const settings = { CLIENT_ID: "careless", ACKS: "0" };
  await withServiceHere(lab, { service: "service-a", port: 5111, settings, log: logs.careless }, use);
}

async function readByServiceB(lab: WorkshopLab, words: string): Promise<void> {
  for (const n of [1, 2, 3]) await lab.http.post(`${words} ${n}`, { key: "k" });
  for (const _ of [1, 2, 3]) await lab.http.get();
}

/**
 * By Kafka's own tool, which needs a group without members, and shifts no partition in which it has committed nothing:
 * the key of the three leads to partition 2.
 */
async function setBack(lab: WorkshopLab): Promise<void> {
  const tool = `kafka-consumer-groups --bootstrap-server kafka:29092 --group careful --topic ${topic}:2 --reset-offsets --shift-by -3 --execute`;
  const isSet = async () => {
    const { stdout, stderr } = await lab.exec("kafka", ["bash", "-c", tool]);
    return stdout.includes("NEW-OFFSET") && !`${stdout}${stderr}`.includes("Error");
  };
  await lab.poll(isSet, { what: "careful is set back" });
}
