import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MigrationStep } from "../../common/migration.ts";
import { eventually } from "../support/eventually.ts";
import { runLab } from "../support/run-lab.ts";
import { audit } from "./support/audit.ts";
import { type ClusterLab, createClusterLab } from "./support/cluster-lab.ts";
import { type Inventory, prepareInventory, readInventory } from "./support/inventory.ts";
import { Load } from "./support/load.ts";
import { printRows, record } from "./support/print-rows.ts";

/**
 * How many brokers and controllers: `npm run test:migration` takes 1 and then 3, and the whole way; `npm test` goes only
 * forward, for the lesson of the migration goes back as well.
 */
const sizes = (process.env.MIGRATION ?? "short").split(",");

const short: MigrationStep[] = ["controllers", "brokers", "kraft", "done"];
const whole: MigrationStep[] = [
  ...(["controllers", "none", "controllers", "brokers", "controllers", "brokers"] as const),
  ...(["kraft", "brokers", "controllers", "brokers", "kraft", "brokers", "kraft", "done"] as const),
];

/** A single broker is away while it is replaced, on a busy machine for longer than the 15 s of a POST that names no time. */
const waitSeconds = 60;

afterAll(printRows);

describe.each(sizes)("when a lab in use migrates out of ZooKeeper (%s), then", (size) => {
  const members = size === "3" ? "3" : "1";
  let lab: ClusterLab;

  beforeEach(async () => {
    lab = await createClusterLab({ brokers: members, zookeepers: members, controllers: members });
    await lab.run("up", "--yes");
  });

  afterEach(async () => {
    await lab.run("destroy", "--yes").finally(() => lab.remove());
  });

  test("no acknowledged message is lost, no request fails, and all that Kafka keeps is there, forward and back", async () => {
    const load = await new Load(lab, members === "1" ? { waitSeconds } : {}).start();
    try {
      await eventually("messages were stored before", () => load.acknowledged.length > 100);
      const before = await prepareInventory(lab);
      await refuses("kraft", "more than one step");
      for (const step of size === "short" ? short : whole) await take(step, load, before);
      await refuses("kraft", "there is no way back");
      await lab.run("config", "set", "migration", "done");
      expect((await lab.run("up", "--yes")).words).toContain("unchanged");
      await untilServing(load);
      const { acknowledged, storedAgain, ...wrong } = await audit(lab, load);
      console.log(
        `${acknowledged} messages acknowledged, ${storedAgain} more copies of them stored by retries`,
      );
      expect(wrong).toEqual({ lost: [], twice: [], unread: [] });
      expect(outOfOrder(load)).toEqual([]);
    } finally {
      await load.stop();
    }
  });

  /** Takes one step under load, and keeps how long clients waited. */
  async function take(step: MigrationStep, load: Load, before: Inventory) {
    const failed = { posts: load.refused, reads: load.readsRefused };
    await lab.run("config", "set", "migration", step);
    const startedMs = performance.now();
    const { words } = await lab.run("up", "--yes");
    const seconds = (performance.now() - startedMs) / 1_000;
    expect(words).toContain(`to "${step}"`);
    await untilServing(load);
    const gap = load.longestGapSince(startedMs);
    const [postGap, readGap] = [load.longestPostGapSince(startedMs), load.longestReadGapSince(startedMs)];
    const posts = load.refused - failed.posts;
    const reads = load.readsRefused - failed.reads;
    record({
      stack: `migration ${members}`,
      fault: `to ${step}`,
      gap,
      postGap,
      readGap,
      recovered: seconds,
      failed: posts + reads,
    });
    console.log(`to ${step}: ${seconds.toFixed(1)} s, longest pause ${gap.toFixed(1)} s`);
    expect.soft({ posts, reads }, `to ${step}: ${load.refusals}`).toEqual({ posts: 0, reads: 0 });
    expect(await readInventory(lab), `after ${step}`).toEqual(before);
  }

  /** The step is refused with a reason, and the cluster stays as it is. */
  async function refuses(step: MigrationStep, reason: string) {
    await lab.run("config", "set", "migration", step);
    const { status, words } = await runLab(["up", "--yes"], { dir: lab.dir });
    expect(status).toBe(1);
    expect(words).toContain(reason);
  }
});

/** Until every partition takes a message from now on, and service-b hands out new ones. */
async function untilServing(load: Load): Promise<void> {
  const sinceMs = performance.now();
  const isServing = () => load.lastAcknowledgedMs > sinceMs && load.lastReadMs > sinceMs;
  await eventually("every partition takes messages", isServing, 120_000);
}

/** What one producer sent later stands later in its partition. */
function outOfOrder({ acknowledged }: Load): string[] {
  const sent = acknowledged.filter(({ message }) => message.startsWith("producer"));
  return [...Map.groupBy(sent, ({ partition }) => partition).values()].flatMap((of) =>
    of.filter(({ offset }, index) => offset <= (of[index - 1]?.offset ?? -1)).map(({ message }) => message),
  );
}
