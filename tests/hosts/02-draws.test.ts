// What happens to machines, to each in turn, under producers and readers. DRAWS says how many of it, SEED in which order,
// ONLY those whose name has this text; all are drawn once before one comes again.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatTable } from "../../lib/terminal/terminal.ts";
import { eventually } from "../support/eventually.ts";
import { reasonAgainstHosts } from "../support/hosts-here.ts";
import { chooseSeed, seededRandom } from "../support/seeded.ts";
import { type Draw, listDraws } from "./support/draws.ts";
import { createHostsLab, type HostsLab } from "./support/hosts-lab.ts";
import { Load } from "./support/load.ts";
import { untilWhole } from "./support/swarm-state.ts";

/** The time that infra/brokers.ts gives a silent broker, and 5 s for the election and the clients. */
const servesWithinSeconds = 6 + 5;

const elsewhereWithinSeconds = 30;

const draws = Number(process.env.DRAWS ?? 0);
const reason = reasonAgainstHosts() ?? (draws === 0 ? "DRAWS says how many: DRAWS=15" : undefined);
if (reason) console.log(`draws: skipped, because ${reason}`);

describe.skipIf(reason)(`when machines fail under load, ${draws} draws`, () => {
  let lab: HostsLab;
  let load: Load;
  const beyond: string[] = [];

  beforeAll(async () => {
    lab = await createHostsLab();
    await lab.run("hosts", "up");
    await lab.run("up", "--yes", "--stack", "swarm");
    await untilWhole(lab);
    load = await new Load(lab).start();
  }, 600_000);

  afterAll(async () => {
    await load?.stop().catch(() => {});
    await lab?.remove();
  });

  test("nothing acknowledged is lost, and everything serves again in time", async () => {
    const seed = chooseSeed();
    console.log(`SEED=${seed}`);
    const random = seededRandom(seed);
    const all = listDraws(lab).filter(({ name }) => name.includes(process.env.ONLY ?? ""));
    expect(all, `nothing that is drawn has "${process.env.ONLY}" in its name`).not.toEqual([]);
    const drawn = Array.from({ length: Math.ceil(draws / all.length) }, () =>
      all.map((each) => ({ each, lot: random() })).toSorted((a, b) => a.lot - b.lot),
    )
      .flat()
      .slice(0, draws);
    const rows = [["fault", "Kafka, s", "POST, s", "elsewhere, s", "failed"]];
    for (const { each } of drawn) {
      rows.push(await rowOf(each));
      console.log(rows.at(-1)?.join("  "));
    }
    await load.stopWriting();
    await eventually("service-b has handed out all", () => load.isReadWhole(), 120_000).catch(() => {}); // reported below
    await load.stop();
    const { lost, unread } = await load.audit();
    console.log(`\n${formatTable(rows, 100)}`);
    console.log(
      `${load.acknowledged.length} messages acknowledged, ${lost.length} lost, ${unread} not handed out`,
    );
    expect(lost).toEqual([]);
    expect(unread).toBe(0);
    expect(beyond).toEqual([]);
  });

  /** Lets it happen; what took too long, or went wrong, is noted, and the next one is drawn all the same. */
  async function rowOf({ name, kind, run }: Draw): Promise<string[]> {
    const failedBefore = load.failures.length;
    const atMs = performance.now();
    const note = (what: string) => beyond.push(`${name}: ${what}`);
    const elsewhere = await run().catch((error: Error) => void note(error.message));
    await untilWhole(lab).catch((error: Error) => note(`afterwards ${error.message}`));
    const gap = load.longestGapSince(atMs);
    const failures = load.failures.slice(failedBefore);
    if (failures.length > 0) console.log(`${name}: POST: ${tallyOf(load.failures, atMs)}`);
    if (kind !== "update" && gap > servesWithinSeconds)
      note(`Kafka took no message for ${gap.toFixed(1)} s: ${tallyOf(load.notTaken, atMs)}`);
    if (kind === "fault" && (elsewhere ?? 0) > elsewhereWithinSeconds)
      note(`the replica ran elsewhere after ${elsewhere?.toFixed(1)} s`);
    if (kind === "update" && failures.length > 0)
      note(`${failures.length} requests failed: ${failures[0]?.why}`);
    const seconds = [gap, load.longestPostGapSince(atMs), elsewhere];
    return [name, ...seconds.map((value) => value?.toFixed(1) ?? ""), String(failures.length)];
  }
});

/** How often what was said since then, and when for the last time. */
function tallyOf(failures: readonly { atMs: number; why: string }[], sinceMs: number): string {
  const recent = failures.filter(({ atMs }) => atMs > sinceMs);
  return [...Map.groupBy(recent, ({ why }) => why)]
    .map(
      ([why, all]) =>
        `${all.length} x ${why}, until ${(((all.at(-1)?.atMs ?? 0) - sinceMs) / 1_000).toFixed(1)} s`,
    )
    .join("; ");
}
