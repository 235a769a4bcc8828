import { expect, test } from "vitest";
import { runCampaign } from "./campaign.ts";
import { drawFaults, isCleanStop, kinds, targets } from "./faults.ts";
import { formatReport } from "./report.ts";
import { createVictim } from "./victim.ts";

/** The short form; `npm run test:faults` is the long one. */
const count = Number(process.env.FAULTS ?? 8);
const seed = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);

test(`when ${count} faults hit a lab under traffic (FAULTS_SEED=${seed}), then nothing acknowledged is lost and it mends itself`, async () => {
  const [victim, remove] = await createVictim();
  try {
    const result = await runCampaign(victim, drawFaults(count, seed));
    console.log(formatReport(result));
    expect(result.lost).toEqual([]);
    expect(result.outOfOrder).toEqual([]);
    expect(result.acknowledged).toBeGreaterThan(count * 3);
    for (const outcome of result.outcomes.filter(isCleanStop)) expect(outcome).toMatchObject({ repeated: 0 });
  } finally {
    await remove();
  }
});

test("when faults are drawn, then the seed decides, and every pair comes as often as any other", () => {
  const pairs = targets.length * kinds.length;
  expect(drawFaults(100, 7)).toEqual(drawFaults(100, 7));
  expect(drawFaults(100, 7)).not.toEqual(drawFaults(100, 8));
  const times = Map.groupBy(drawFaults(pairs * 3, 9), ({ target, kind }) => `${kind} ${target}`);
  expect([...times.values()].map((faults) => faults.length)).toEqual(Array(pairs).fill(3));
});
