import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { eventually } from "../support/eventually.ts";
import { stack } from "../support/project-copy.ts";
import { runLab } from "../support/run-lab.ts";
import { audit } from "./support/audit.ts";
import { type ClusterLab, createClusterLab } from "./support/cluster-lab.ts";
import { partitionsOf, untilReplicated } from "./support/cluster-state.ts";
import { Load } from "./support/load.ts";

let lab: ClusterLab;

beforeAll(async () => {
  lab = await createClusterLab({ brokers: "1", zookeepers: "1" });
  await lab.run("up", "--yes");
});

afterAll(async () => {
  await lab.run("destroy", "--yes").finally(() => lab.remove());
});

test("when a lab with users grows from one broker to three, then no message is lost and all brokers have it", async () => {
  const load = await new Load(lab).start();
  try {
    await eventually("messages were stored before", () => load.acknowledged.length > 100);
    set("brokers", "3");
    await lab.run("up", "--yes");
    expect((await partitionsOf(lab)).every(({ replicas }) => replicas.length === 1)).toBe(true);

    const { words } = await lab.run("rebalance");
    expect(words).toContain("4 partitions copied.");
    await untilReplicated(lab);
    // A broker other than the one that rebalance asked may learn of the election a moment later.
    const partitions = await eventually("every partition is led by its preferred broker", async () => {
      const seen = await partitionsOf(lab);
      return seen.every(({ leader, replicas }) => leader === replicas[0]) && seen;
    });
    expect(new Set(partitions.map(({ leader }) => leader))).toEqual(new Set([1, 2, 3]));

    const before = load.acknowledged.length;
    await eventually("users go on afterwards", () => load.acknowledged.length > before + 20);
    const { acknowledged, storedAgain, ...wrong } = await audit(lab, load);
    console.log(
      `${acknowledged} messages acknowledged, ${storedAgain} more copies of them stored by retries`,
    );
    expect(wrong).toEqual({ lost: [], twice: [], unread: [] });
    expect(acknowledged).toBeGreaterThan(120);
  } finally {
    await load.stop();
  }
});

test("when it has grown, then rebalance has nothing more to do, and doctor finds nothing wrong", async () => {
  expect((await lab.run("rebalance")).words).toContain("All 4 partitions are kept by every broker.");
  expect(JSON.parse((await lab.run("doctor", "--json")).stdout)).toMatchObject({ ok: true });
});

test("when the settings move the metadata to other nodes, then up refuses and touches nothing", async () => {
  set("zookeepers", "3");
  const { status, words } = await runLab(["up", "--yes"], { dir: lab.dir });
  expect(status).toBe(1);
  expect(words).toContain("kept by one ZooKeeper, the settings want 3 ZooKeepers");
  set("zookeepers", "1");
  expect((await lab.run("up", "--yes")).words).toMatch(/unchanged|nothing/i);
});

test("when another stack wants the same names, then up says which one is up, and what to do", async () => {
  const settings = readFileSync(join(lab.dir, `Pulumi.${stack}.yaml`), "utf8");
  writeFileSync(join(lab.dir, "Pulumi.other.yaml"), settings);
  const { status, words } = await runLab(["up", "--yes", "--stack", "other"], { dir: lab.dir });
  expect(status).toBe(1);
  expect(words).toContain(`the stack ${stack} of this lab is up`);
  expect(words).toContain(`./lab destroy --stack ${stack}`);
});

test("when the settings take brokers away, then up refuses until all partitions have moved, and no message is lost", async () => {
  const load = await new Load(lab).start();
  try {
    await eventually("messages were stored before", () => load.acknowledged.length > 100);
    set("brokers", "1");
    const { status, words } = await runLab(["up", "--yes"], { dir: lab.dir });
    expect(status).toBe(1);
    expect(words).toContain("the settings take away");
    await lab.run("rebalance");
    expect((await partitionsOf(lab)).every(({ replicas }) => replicas.join() === "1")).toBe(true);
    await lab.run("up", "--yes");
    const before = load.acknowledged.length;
    await eventually("users go on afterwards", () => load.acknowledged.length > before + 20);
    const { acknowledged: _, storedAgain: _again, ...wrong } = await audit(lab, load);
    expect(wrong).toEqual({ lost: [], twice: [], unread: [] });
  } finally {
    await load.stop();
  }
});

function set(key: string, value: string): void {
  const file = join(lab.dir, `Pulumi.${stack}.yaml`);
  const settings = parse(readFileSync(file, "utf8"));
  settings.config[`kafka-lab:${key}`] = value;
  writeFileSync(file, stringify(settings));
}
