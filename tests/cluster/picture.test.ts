import type { ChildProcess } from "node:child_process";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium } from "../support/chromium.ts";
import { eventually } from "../support/eventually.ts";
import { chooseSeed, draw, seededRandom } from "../support/seeded.ts";
import { browse, launch } from "../web/support/browsing.ts";
import { end, serve } from "../web/support/served-lab.ts";
import { type ClusterLab, createClusterLab, docker } from "./support/cluster-lab.ts";
import { untilReplicated } from "./support/cluster-state.ts";
import { connectTo } from "./support/load.ts";

/** How long the picture may take behind Kafka. */
const WITHIN_MS = 2_000;
const KILLED = 2;
const allModes = ["zookeeper", "kraft"] as const;

/** PICTURES=both runs with ZooKeeper and without; else one of them is drawn. */
const seed = chooseSeed();
const modes = process.env.PICTURES === "both" ? [...allModes] : draw(allModes, 1, seededRandom(seed));
if (modes.length < allModes.length)
  console.log(`the picture of a cluster: ${modes}, drawn with SEED=${seed}`);

describe.skipIf(!hasChromium("the picture of a cluster")).each(modes)(
  "when a cluster runs (%s), then its picture",
  (mode) => {
    let lab: ClusterLab;
    let child: ChildProcess;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      lab = await createClusterLab(
        mode === "kraft" ? { mode, brokers: "3" } : { mode, brokers: "3", zookeepers: "3" },
      );
      await lab.run("up", "--yes");
      await untilReplicated(lab);
      const served = await serve(lab.dir);
      child = served.child;
      browser = await launch();
      ({ page } = await browse(browser, { dir: lab.dir, port: served.port }));
      await page.locator(".log-row").first().waitFor();
    });

    afterAll(async () => {
      await browser?.close();
      if (child) await end(child);
      await lab?.run("destroy", "--yes").finally(() => lab.remove());
    });

    /** When Kafka itself says that the killed broker leads nothing and is in sync nowhere. */
    async function known(): Promise<number> {
      const admin = connectTo({ bootstrap: [lab.bootstrap[0] ?? ""] }).admin();
      await admin.connect();
      const isWithout = async () => {
        const { topics } = await admin.fetchTopicMetadata({ topics: ["message-topic"] });
        return topics[0]?.partitions.every(
          ({ leader, isr }) => leader > 0 && leader !== KILLED && !isr.includes(KILLED),
        );
      };
      await eventually("Kafka has new leaders", isWithout, 60_000).finally(() => admin.disconnect());
      return performance.now();
    }

    /** When the picture has said the same of all three partitions. */
    async function shown(): Promise<number> {
      const heads = page.locator(".log-head", { hasText: `behind: ${KILLED}` });
      await heads
        .filter({ hasNotText: `leader ${KILLED}` })
        .nth(2)
        .waitFor({ timeout: 60_000 });
      return performance.now();
    }

    const edgeOf = (card: Locator): Promise<string> =>
      card.evaluate((element) => element.ownerDocument.defaultView.getComputedStyle(element).borderLeftColor);

    test("has three members that agree, one of which is the controller", async () => {
      const agreeing = page.getByRole("region", { name: mode === "kraft" ? "KRaft quorum" : "ZooKeeper" });
      await eventually("all three are there", async () => (await agreeing.locator(".card").count()) === 3);
      const controllers = (mode === "kraft" ? agreeing : page.locator(".brokers")).locator(".card", {
        hasText: "controller",
      });
      await eventually("there is one controller", async () => (await controllers.count()) === 1);
    });

    test("has a killed broker in red, new leaders and fewer replicas in sync, within two seconds of Kafka", async () => {
      const [, container = ""] = lab.brokers;
      const card = page.locator(`[data-actor="${container}"]`);
      const knownAt = known();
      const shownAt = shown();
      await docker.getContainer(container).kill();
      const killedAt = performance.now();
      await card.and(page.locator(".card-exited")).waitFor();
      const redAt = performance.now();
      const [kafkaAt, pageAt] = await Promise.all([knownAt, shownAt]);
      const after = (at: number) => Math.round(at - killedAt);
      console.log(
        `killed: red ${after(redAt)} ms, Kafka ${after(kafkaAt)} ms, new leaders ${after(pageAt)} ms after it`,
      );
      expect(redAt - kafkaAt).toBeLessThan(WITHIN_MS);
      expect(pageAt - kafkaAt).toBeLessThan(WITHIN_MS);
      expect(await edgeOf(card)).not.toBe(await edgeOf(page.locator(`[data-actor="${lab.brokers[0]}"]`)));
    });

    test("has it back in sync once it is started again", async () => {
      await docker.getContainer(lab.brokers[KILLED - 1] ?? "").start();
      await page
        .locator(".log-head")
        .getByText("behind:")
        .first()
        .waitFor({ state: "detached", timeout: 120_000 });
    });
  },
);
