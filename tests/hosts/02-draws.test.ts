// What happens to machines, to each in turn, under producers and readers. DRAWS says how many of it, SEED in which order,
// ONLY those whose name this pattern finds ("host 2 killed|cut off"); all are drawn once before one comes again.
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

/**
 * What the loss of the swarm's leader adds: the others elect one after 10 to 20 s, as chance has it, and it gives each node
 * twice as long as usual to report (docs/beyond-one-machine.md).
 */
const afterElectionSeconds = 15;

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
    const all = listDraws(lab).filter(({ name }) => new RegExp(process.env.ONLY ?? "").test(name));
    expect(all, `nothing that is drawn has "${process.env.ONLY}" in its name`).not.toEqual([]);
    const drawn = Array.from({ length: Math.ceil(draws / all.length) }, () =>
      all.map((each) => ({ each, lot: random() })).toSorted((a, b) => a.lot - b.lot),
    )
      .flat()
      .slice(0, draws);
    const rows = [["fault", "Kafka, s", "POST, s", "elsewhere, s", "leader", "failed"]];
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
    const move = await run().catch((error: Error) => void note(error.message));
    await untilWhole(lab).catch((error: Error) => note(`afterwards ${error.message}`));
    const gap = load.longestGapSince(atMs);
    const failures = load.failures.slice(failedBefore);
    if (failures.length > 0) console.log(`${name}: POST: ${tallyOf(load.failures, atMs)}`);
    if (kind !== "update" && gap > servesWithinSeconds)
      note(`Kafka took no message for ${gap.toFixed(1)} s: ${tallyOf(load.notTaken, atMs)}`);
    const limit = elsewhereWithinSeconds + (move?.wasLeader ? afterElectionSeconds : 0);
    if (kind === "fault" && move && move.seconds > limit)
      note(`the replica ran elsewhere after ${move.seconds.toFixed(1)} s, and not within ${limit} s`);
    if (kind === "update" && failures.length > 0)
      note(`${failures.length} requests failed: ${failures[0]?.why}`);
    const seconds = [gap, load.longestPostGapSince(atMs), move?.seconds];
    const leader = move?.wasLeader ? "yes" : "";
    return [name, ...seconds.map((value) => value?.toFixed(1) ?? ""), leader, String(failures.length)];
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
