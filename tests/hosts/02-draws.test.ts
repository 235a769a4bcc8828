// What happens to machines, to each in turn, under producers and readers. DRAWS says how many of it, SEED in which order,
// ONLY those whose name has this text.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hostNumbers } from "../../common/hosts-layout.ts";
import { formatTable } from "../../lib/terminal/terminal.ts";
import { eventually } from "../support/eventually.ts";
import { reasonAgainstHosts } from "../support/hosts-here.ts";
import { runLab, startLab } from "../support/run-lab.ts";
import { chooseSeed, seededRandom } from "../support/seeded.ts";
import { createHostsLab, type HostsLab } from "./support/hosts-lab.ts";
import { Load } from "./support/load.ts";
import { hostsOf, leaderOf, managerOf, setAvailability, untilWhole } from "./support/swarm-state.ts";

/** The time that infra/brokers.ts gives a silent broker, and 5 s for the election and the clients. */
const servesWithinSeconds = 6 + 5;

/** Swarm finds a dead or cut host after 12 to 23 s. */
const elsewhereWithinSeconds = 30;

const draws = Number(process.env.DRAWS ?? 0);
const reason = reasonAgainstHosts() ?? (draws === 0 ? "DRAWS says how many: DRAWS=15" : undefined);
if (reason) console.log(`draws: skipped, because ${reason}`);

const swarm = ["--stack", "swarm"];

/** What one draw has shown, in seconds; undefined where it does not apply. */
interface Shown {
  readonly gap: number;
  readonly postGap: number;
  readonly elsewhere?: number | undefined;
  readonly failed: number;
}

describe.skipIf(reason)(`when machines fail under load, ${draws} draws`, () => {
  let lab: HostsLab;
  let load: Load;
  const rows: string[][] = [];
  const beyond: string[] = [];

  beforeAll(async () => {
    lab = await createHostsLab();
    await lab.run("hosts", "up");
    await lab.run("up", "--yes", ...swarm);
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
    for (const { name, run } of shuffled(seed).slice(0, draws)) {
      const shown = await run().catch((error: Error) => {
        console.log(error.message);
        beyond.push(`${name}: ${error.message}`);
        return undefined;
      });
      rows.push(rowOf(name, shown));
      console.log(rows.at(-1)?.join("  "));
      await untilWhole(lab).catch((error: Error) => beyond.push(`after ${name}: ${error.message}`));
    }
    await load.stopWriting();
    await eventually("service-b has handed out all", () => load.isReadWhole(), 120_000).catch(() => {}); // reported below
    await load.stop();
    const { lost, unread } = await load.audit();
    const heading = ["fault", "Kafka, s", "POST, s", "elsewhere, s", "failed"];
    console.log(`\n${formatTable([heading, ...rows], 100)}`);
    console.log(
      `${load.acknowledged.length} messages acknowledged, ${lost.length} lost, ${unread} not handed out`,
    );
    expect(lost).toEqual([]);
    expect(unread).toBe(0);
    expect(beyond).toEqual([]);
  });

  /** A fault of a host, from which it is brought back. `begin` says when it struck. */
  async function strike(
    name: string,
    host: number,
    begin: () => Promise<number>,
    end: () => Promise<unknown>,
    isAway = true,
  ): Promise<Shown> {
    const before = await hostsOf(lab, "service-a");
    const failedBefore = load.failures.length;
    const wasLeader = host === (await leaderOf(lab));
    const atMs = await begin();
    // Without its leader a swarm first elects another one, and answers nothing until then; that counts as well.
    if (wasLeader) await managerOf(lab, [host]);
    let elsewhere: number | undefined;
    try {
      if (before.includes(host)) {
        await eventually(
          "service-a runs on two other hosts",
          async () => (await hostsOf(lab, "service-a", [host])).length === 2,
          90_000,
        );
        elsewhere = (performance.now() - atMs) / 1_000;
      } else await eventually("Kafka has gone on", () => performance.now() - atMs > 12_000, 20_000);
    } finally {
      await end();
    }
    await untilWhole(lab);
    const shown = {
      gap: load.longestGapSince(atMs),
      postGap: load.longestPostGapSince(atMs),
      elsewhere,
      failed: load.failures.length - failedBefore,
    };
    if (shown.gap > servesWithinSeconds)
      beyond.push(`${name}: Kafka took no message for ${shown.gap.toFixed(1)} s`);
    if (isAway && (elsewhere ?? 0) > elsewhereWithinSeconds)
      beyond.push(`${name}: the replica ran elsewhere after ${elsewhere?.toFixed(1)} s`);
    return shown;
  }

  function allDraws(): { name: string; run: () => Promise<Shown> }[] {
    return [
      ...hostNumbers.flatMap((host) => [
        {
          name: `host ${host} killed`,
          run: () =>
            strike(
              `host ${host} killed`,
              host,
              () => at(() => lab.run("hosts", "kill", String(host))),
              () => lab.run("hosts", "start", String(host)),
            ),
        },
        {
          name: `host ${host} cut off`,
          run: () =>
            strike(
              `host ${host} cut off`,
              host,
              () => at(() => lab.run("hosts", "cut", String(host))),
              () => lab.run("hosts", "mend", String(host)),
            ),
        },
        {
          name: `host ${host} drained`,
          run: () =>
            strike(
              `host ${host} drained`,
              host,
              () => at(() => setAvailability(lab, host, "drain")),
              () => setAvailability(lab, host, "active"),
            ),
        },
      ]),
      { name: "leader killed during up", run: leaderKilledDuringUp },
      { name: "leader killed during up", run: leaderKilledDuringUp },
      { name: "rolling update", run: rollingUpdate },
      { name: "rolling update", run: rollingUpdate },
      { name: "bad update", run: badUpdate },
      { name: "bad update", run: badUpdate },
    ];
  }

  /** The next `up` finishes what the cut-off one has begun, through another manager. */
  async function leaderKilledDuringUp(): Promise<Shown> {
    const host = await leaderOf(lab);
    return strike(
      "leader killed during up",
      host,
      async () => {
        release();
        const { child, ended, printed } = startLab(["up", "--yes", ...swarm], { dir: lab.dir });
        await eventually(
          "the update has begun",
          () => /service-a +updating/.test(printed()) || child.exitCode !== null,
          60_000,
        );
        const killedMs = await at(() => lab.run("hosts", "kill", String(host)));
        await ended;
        return killedMs;
      },
      async () => {
        await lab.run("hosts", "start", String(host));
        await lab.run("up", "--yes", ...swarm);
      },
      false,
    );
  }

  /** Both replicas are replaced, and no request fails for a client that tries the next node. */
  async function rollingUpdate(): Promise<Shown> {
    release();
    const failedBefore = load.failures.length;
    const atMs = performance.now();
    const { words } = await lab.run("up", "--yes", ...swarm);
    expect(words).toContain("updated");
    const failures = load.failures.slice(failedBefore);
    if (failures.length > 0)
      beyond.push(`rolling update: ${failures.length} requests failed: ${failures[0]?.why}`);
    return {
      gap: load.longestGapSince(atMs),
      postGap: load.longestPostGapSince(atMs),
      failed: failures.length,
    };
  }

  /** A version that does not get ready: the swarm goes back by itself, `up` says so, and users notice nothing. */
  async function badUpdate(): Promise<Shown> {
    const main = "services/service-a/main.ts";
    const good = readFileSync(join(lab.dir, main), "utf8");
    edit(main, (text) => `throw new Error("a bad release");\n${text}`);
    const failedBefore = load.failures.length;
    const atMs = performance.now();
    const { status, words } = await runLab(["up", "--yes", ...swarm], { dir: lab.dir });
    expect(status).not.toBe(0);
    expect(words).toMatch(/rolled back/);
    await eventually(
      "the former version runs twice",
      async () => (await hostsOf(lab, "service-a")).length === 2,
      60_000,
    );
    edit(main, () => good);
    await lab.run("up", "--yes", ...swarm);
    const failures = load.failures.slice(failedBefore);
    if (failures.length > 0)
      beyond.push(`bad update: ${failures.length} requests failed: ${failures[0]?.why}`);
    return {
      gap: load.longestGapSince(atMs),
      postGap: load.longestPostGapSince(atMs),
      failed: failures.length,
    };
  }

  /** Another version of service-a that does the same. */
  function release() {
    edit(
      "services/service-a/main.ts",
      (text) => `${text}\nReflect.set(globalThis, "release", ${Math.random()});\n`,
    );
  }

  function edit(path: string, change: (text: string) => string) {
    const file = join(lab.dir, path);
    writeFileSync(file, change(readFileSync(file, "utf8")));
  }

  function shuffled(seed: number) {
    const random = seededRandom(seed);
    return allDraws()
      .filter(({ name }) => name.includes(process.env.ONLY ?? ""))
      .map((draw) => ({ draw, lot: random() }))
      .toSorted((a, b) => a.lot - b.lot)
      .map(({ draw }) => draw);
  }
});

/** When something was begun that is now done. */
async function at(act: () => Promise<unknown>): Promise<number> {
  const begunMs = performance.now();
  await act();
  return begunMs;
}

function rowOf(name: string, shown: Shown | undefined): string[] {
  const seconds = (value: number | undefined) => (value === undefined ? "" : value.toFixed(1).padStart(6));
  return [
    name,
    seconds(shown?.gap),
    seconds(shown?.postGap),
    seconds(shown?.elsewhere),
    String(shown?.failed ?? "not shown"),
  ];
}
