import { describe, expect, test } from "vitest";
import { allRead } from "./all-read.ts";
import { runCampaign } from "./campaign.ts";
import { drawFaults, kinds, targets } from "./faults.ts";
import { complaintsOf, formatReport, saveReport } from "./report.ts";
import type { Seen } from "./traffic.ts";
import { createVictim } from "./victim.ts";

/** The short form; `npm run test:faults` is the long one. */
const count = Number(process.env.FAULTS ?? 8);
const seed = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);

test(`when ${count} faults hit a lab under traffic (FAULTS_SEED=${seed}), then nothing acknowledged is lost and it recovers by itself`, async () => {
  const [victim, remove] = await createVictim();
  try {
    const result = await runCampaign(victim, drawFaults(count, seed));
    console.log(formatReport(result));
    saveReport(seed, result);
    expect(complaintsOf(result)).toEqual([]);
    expect(result.acknowledged).toBeGreaterThan(count * 3);
  } finally {
    await remove();
  }
});

test("when faults are drawn, then the seed decides, and every pair is equally frequent", () => {
  const pairs = targets.length * kinds.length;
  expect(drawFaults(100, 7)).toEqual(drawFaults(100, 7));
  expect(drawFaults(100, 7)).not.toEqual(drawFaults(100, 8));
  const times = Map.groupBy(drawFaults(pairs * 3, 9), ({ target, kind }) => `${kind} ${target}`);
  expect([...times.values()].map((faults) => faults.length)).toEqual(Array(pairs).fill(3));
});

test("when a campaign is judged, then losses, disorder, a timeout, and repetition after a clean stop are failures", () => {
  const outcome = {
    holdMs: 1,
    recoveryMs: 1,
    acknowledged: 1,
    read: 1,
    repeated: 0,
    storedTwice: 0,
    cutOff: 0,
  };
  const clean = { ...outcome, target: "service-a", kind: "stop" } as const;
  const killed = { ...outcome, target: "kafka", kind: "kill", repeated: 2, storedTwice: 1 } as const;
  const survived = { outcomes: [clean, killed], acknowledged: 2, lost: [], outOfOrder: [] };
  expect(complaintsOf(survived)).toEqual([]);
  const failed = {
    ...survived,
    outcomes: [{ ...clean, storedTwice: 1 }],
    lost: ["m1"],
    outOfOrder: ["m2"],
    stuck: "not within 90 s",
  };
  expect(complaintsOf(failed)).toEqual([
    "not within 90 s",
    "lost: m1",
    "out of order: m2",
    "stop service-a, in good order: 0 repeated, 1 stored twice",
  ]);
  expect(formatReport(failed)).toContain("It ended before its time: not within 90 s");
});

describe("when an acknowledged message was never read", () => {
  const seen = (partition: number, offset: number): Seen => ({ message: "m", partition, offset, atMs: 0 });
  const answers = (...offsets: number[]) =>
    offsets.map(
      (offset) => `{"status":200,"durationMs":1,"partition":0,"offset":${offset},"msg":"request"}\n`,
    );
  const audit = async (missing: Seen[], log?: string[], reads = [seen(0, 9)]) => {
    const unread = new Set(missing);
    const traffic = { unread: () => [...unread], reads, forget: (one: Seen) => unread.delete(one) };
    return [await allRead(traffic, 50, log && (async () => log.join(""))), unread.size];
  };
  const isLoss = (missing: Seen[], log?: string[], reads?: Seen[]) =>
    expect(audit(missing, log, reads)).rejects.toThrow("all that was acknowledged is read");

  test("then it was cut off if service-b's log has it as an answer, and nothing else is missing", async () => {
    expect(await audit([seen(0, 5)], answers(4, 5))).toEqual([1, 0]);
  });

  test("then it is lost if the fault cuts no network, or the log does not have it", async () => {
    await isLoss([seen(0, 5)]);
    await isLoss([seen(0, 5)], answers(4, 50));
    await isLoss([seen(1, 5)], answers(5), [seen(1, 9)]);
  });

  test("then a second one is lost, and one whose partition has not gone on is awaited", async () => {
    await isLoss([seen(0, 5), seen(0, 6)], answers(5, 6));
    await isLoss([seen(0, 5)], answers(5), [seen(0, 4), seen(1, 9)]);
  });
});
