import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { execIn } from "../support/exec-in.ts";
import { runLab } from "../support/run-lab.ts";
import { audit } from "./support/audit.ts";
import { type ClusterLab, containerName, createClusterLab, docker } from "./support/cluster-lab.ts";
import { controllerOf, partitionsOf, untilReplicated, untilWithout } from "./support/cluster-state.ts";
import { Load } from "./support/load.ts";
import { printRows, record } from "./support/print-rows.ts";

/** How often a member is killed on each stack; a full run has 30 kills, `npm test` in CI fewer. */
const kills = Number(process.env.KILLS ?? 30);

/** The time that infra/brokers.ts gives a silent broker, plus the election after it; more on a busy machine. */
const backWithinSeconds = 6 + Number(process.env.ELECTION_SECONDS ?? 2);

/** How long service-b may take after that to join its group again, while the dead broker is still down. */
const rejoinSeconds = 4;

const stacks = [
  { stack: "cluster", mode: "zookeeper", settings: { brokers: "3", zookeepers: "3" } },
  { stack: "kraft", mode: "kraft", settings: { brokers: "3", mode: "kraft" } },
] as const;

afterAll(printRows);

describe.each(stacks)("when the stack is $stack, then", ({ stack, mode, settings }) => {
  let lab: ClusterLab;

  beforeAll(async () => {
    lab = await createClusterLab(settings);
    await lab.run("up", "--yes");
    await untilReplicated(lab);
  });

  afterAll(async () => {
    await lab.run("destroy", "--yes").finally(() => lab.remove());
  });

  test("smoke and doctor find nothing wrong", async () => {
    expect(JSON.parse((await lab.run("smoke", "--json")).stdout)).toMatchObject({ ok: true });
    expect(JSON.parse((await lab.run("doctor", "--json")).stdout)).toMatchObject({ ok: true });
  });

  test("doctor and smoke name the broker that is down, and rebalance gives it its leaders back", async () => {
    const [, away = ""] = lab.brokers;
    await docker.getContainer(away).kill();
    await untilWithout(lab, 2);
    try {
      const doctor = await runLab(["doctor", "--json"], { dir: lab.dir });
      expect(doctor.status).toBe(1);
      const { findings } = JSON.parse(doctor.stdout) as { findings: { check: string; todo?: string }[] };
      const todoOf = (check: string) => findings.find((finding) => finding.check === check)?.todo;
      expect(todoOf("brokers")).toContain(`docker start ${away}`);
      expect(todoOf("under-replicated partitions")).toContain(`docker start ${away}`);
      expect(todoOf("offline partitions")).toBeUndefined();
      const smoke = await runLab(["smoke", "--timeout", "30"], { dir: lab.dir });
      expect(smoke.words).toContain("of 3 brokers only 1, 3 are registered");
    } finally {
      await bringBack(lab, away);
    }
    expect((await lab.run("rebalance")).words).toMatch(/got their leader|led by its preferred/);
    expect(JSON.parse((await lab.run("doctor", "--json")).stdout)).toMatchObject({ ok: true });
  });

  test(`killing any member, ${kills} times, loses nothing, fails no request, and service is back in ${backWithinSeconds} s`, async () => {
    await underLoad(lab, async (load, failed) => {
      for (let count = 0; count < kills; count++) {
        const { container, broker, fault } = await victim(lab, mode, count);
        const killedMs = performance.now();
        await docker.getContainer(container).kill();
        if (broker) await untilWithout(lab, broker);
        await untilServing(load);
        const gap = load.longestGapSince(killedMs);
        await eventually(
          "service-b hands messages out",
          () => load.lastReadMs > load.lastAcknowledgedMs - 500,
          60_000,
        );
        const postGap = load.longestPostGapSince(killedMs);
        const readGap = load.longestReadGapSince(killedMs);
        const recovered = await bringBack(lab, container);
        const { posts, reads } = failed();
        record({ stack, fault, gap, postGap, readGap, recovered, failed: posts + reads });
        console.log(
          `${count + 1} ${fault}: POST ${postGap.toFixed(1)} s, ${posts} POSTs and ${reads} GETs failed`,
        );
        expect.soft(posts, `${fault}: ${load.refusals}`).toBe(0);
        expect.soft(reads, `${fault}: ${load.refusals}`).toBe(0);
        expect.soft(gap, fault).toBeLessThan(backWithinSeconds);
        expect.soft(postGap, fault).toBeLessThan(backWithinSeconds);
        expect.soft(readGap, fault).toBeLessThan(backWithinSeconds + rejoinSeconds);
      }
    });
  });

  test("with two brokers down a message is refused for too few replicas, and nothing is lost", async () => {
    await underLoad(lab, async () => {
      const down = [lab.brokers[1], lab.brokers[2]].map((name) => docker.getContainer(name ?? ""));
      for (const broker of down) await broker.kill();
      const refusal = await eventually("service-a refuses", () => refusedBy(lab), 60_000);
      expect(refusal.status).toBe(503);
      // In KRaft mode the two were the metadata's majority as well: the replicas in sync cannot be shrunk, and all
      // clients wait.
      if (mode === "zookeeper") {
        await eventually(
          "the refusal says why",
          async () => /NOT_ENOUGH_REPLICAS/.test((await refusedBy(lab))?.detail ?? ""),
          60_000,
        );
      }
      for (const broker of down) await broker.start();
      await untilReplicated(lab);
    });
  });

  test("a rolling restart of all brokers fails no request, and loses nothing", async () => {
    await underLoad(lab, async (load) => {
      for (const broker of lab.brokers) {
        const stoppedMs = performance.now();
        await docker.getContainer(broker).restart({ t: 30 });
        await untilReplicated(lab);
        await untilServing(load);
        record({ stack, fault: `${short(lab, broker)} restarted`, gap: load.longestGapSince(stoppedMs) });
      }
      expect(load.refused).toBe(0);
    });
  });

  test("a broker cut off from the network accepts nothing alone, and rejoins", async () => {
    await underLoad(lab, async (load) => {
      const network = docker.getNetwork(`${lab.name}-kafka-lab`);
      const broker = await controllerOf(lab, mode);
      const container = lab.brokers[broker - 1] ?? "";
      const cutMs = performance.now();
      await network.disconnect({ Container: container });
      await untilWithout(lab, broker);
      await untilServing(load);
      record({ stack, fault: `${short(lab, container)} cut off`, gap: load.longestGapSince(cutMs) });
      expect((await partitionsOf(lab)).filter(({ leader }) => leader === broker)).toEqual([]);
      const alias = short(lab, container);
      await network.connect({ Container: container, EndpointConfig: { Aliases: [alias] } });
      await untilReplicated(lab);
    });
  });
});

/** Does something to the cluster while clients work, and checks every acknowledged message afterwards. */
async function underLoad(
  lab: ClusterLab,
  faults: (load: Load, failed: () => { posts: number; reads: number }) => Promise<void>,
): Promise<void> {
  const load = await new Load(lab).start();
  try {
    await untilServing(load);
    let before = { posts: load.refused, reads: load.readsRefused };
    await faults(load, () => {
      const since = { posts: load.refused - before.posts, reads: load.readsRefused - before.reads };
      before = { posts: load.refused, reads: load.readsRefused };
      return since;
    });
    await untilServing(load);
    const { acknowledged, storedAgain, ...wrong } = await audit(lab, load);
    console.log(
      `${acknowledged} messages acknowledged, ${storedAgain} more copies of them stored by retries, ${load.refused} POSTs and ${load.readsRefused} GETs failed`,
    );
    expect(wrong).toEqual({ lost: [], twice: [], unread: [] });
    expect(acknowledged).toBeGreaterThan(0);
  } finally {
    await load.stop();
  }
}

/** Until every partition takes a message from now on. */
async function untilServing(load: Load): Promise<void> {
  const sinceMs = performance.now();
  await eventually("every partition takes messages", () => load.lastAcknowledgedMs > sinceMs, 120_000);
}

/** Brokers and ZooKeepers in turn; without ZooKeeper every second victim is the active controller. */
async function victim(lab: ClusterLab, mode: "zookeeper" | "kraft", count: number) {
  const member = (Math.floor(count / 2) % 3) + 1;
  const controller = await controllerOf(lab, mode);
  const ofZooKeeper = mode === "zookeeper" && count % 2 === 1;
  if (ofZooKeeper) {
    const container = containerName(lab.name, "zookeeper", member);
    const role = /Mode: (\w+)/.exec(
      await execIn(container, "exec 3<>/dev/tcp/127.0.0.1/2181; echo srvr >&3; cat <&3"),
    )?.[1];
    return { container, broker: undefined, fault: `${short(lab, container)} killed, ${role}` };
  }
  const broker = mode === "kraft" && count % 2 === 1 ? controller : member;
  const container = lab.brokers[broker - 1] ?? "";
  const role = broker === controller ? "controller" : "broker";
  return { container, broker, fault: `${short(lab, container)} killed, ${role}` };
}

/** Starts it again, and returns how many seconds the replicas took to be in sync. */
async function bringBack(lab: ClusterLab, container: string): Promise<number> {
  const startedMs = performance.now();
  await docker.getContainer(container).start();
  await eventually(
    `${container} is healthy`,
    async () => (await docker.getContainer(container).inspect()).State.Health?.Status === "healthy",
    120_000,
  );
  await untilReplicated(lab);
  return (performance.now() - startedMs) / 1_000;
}

async function refusedBy(lab: ClusterLab): Promise<{ status: number; detail: string } | undefined> {
  const response = await fetch(`${lab.serviceA}/api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify("refused or stored"),
  });
  const body = (await response.json()) as { detail?: string };
  return response.ok ? undefined : { status: response.status, detail: body.detail ?? "" };
}

function short(lab: ClusterLab, container: string): string {
  return container.slice(lab.name.length + 1);
}
