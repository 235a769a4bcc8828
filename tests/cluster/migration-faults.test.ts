import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { MigrationStep } from "../../common/migration.ts";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { eventually } from "../support/eventually.ts";
import { stack } from "../support/project-copy.ts";
import { runLab } from "../support/run-lab.ts";
import { chooseSeed, seededRandom } from "../support/seeded.ts";
import { audit } from "./support/audit.ts";
import { type ClusterLab, containerName, createClusterLab, docker } from "./support/cluster-lab.ts";
import { prepareInventory, readInventory } from "./support/inventory.ts";
import { Load } from "./support/load.ts";

/** How many faults with one broker, and how many with three: `npm run test:migration-faults`. */
const [withOne = 0, withThree = 0] = (process.env.MIGRATION_FAULTS ?? "").split(",").map(Number);

const way: MigrationStep[] = ["controllers", "brokers", "controllers", "brokers", "kraft", "done"];
const parts = ["controller", "kafka", "zookeeper"] as const;
const kinds = [
  "engine",
  "disk",
  ...parts.flatMap((part) => [`kill ${part}`, `cut off ${part}`] as const),
] as const;
const longestDelayMs = 15_000;
const outageMs = 5_000;
const fullAtBytes = 4_096;
/** A second `up` goes on with what the fault has cut off; a third may wait for what it has left behind. */
const attempts = 3;

interface Fault {
  readonly kind: (typeof kinds)[number];
  readonly afterMs: number;
  readonly member: number;
}

if (withOne + withThree === 0)
  console.log(
    "No faults during a migration: a draw takes a minute or more. All: npm run test:migration-faults",
  );

const progress = openProgress();
const walks = [...walksOf("1", withOne), ...walksOf("3", withThree)];

describe.runIf(walks.length > 0)("when a fault comes in the middle of a step of a migration, then", () => {
  let lab: ClusterLab | undefined;
  let load: Load | undefined;

  afterEach(async () => {
    await load?.stop();
    await lab?.run("destroy", "--yes").finally(() => lab?.remove());
    [lab, load] = [undefined, undefined];
  });

  test.each(walks)(
    "./lab up alone ends in the step that was asked for, with nothing lost ($id)",
    async ({ id, members, faults }) => {
      if (progress.has(id)) return console.log(`${id} was done before, with this seed`);
      lab = await createClusterLab({ brokers: members, zookeepers: members, controllers: members });
      await lab.run("up", "--yes");
      load = await new Load(lab, { waitSeconds: 60 }).start();
      await eventually("messages were stored before", () => (load?.acknowledged.length ?? 0) > 100);
      const before = await prepareInventory(lab);
      for (const [index, fault] of faults.entries()) {
        const step = way[index] ?? "done";
        const startedMs = performance.now();
        const tried = await takeWithFault(lab, step, fault);
        await untilServing(load);
        const seconds = (performance.now() - startedMs) / 1_000;
        const what = `${fault.kind} ${fault.member} after ${(fault.afterMs / 1_000).toFixed(1)} s`;
        console.log(
          `${id} to ${step}, ${what}: ${tried} times up, ${seconds.toFixed(0)} s, pause ${load.longestGapSince(startedMs).toFixed(1)} s`,
        );
        expect(await readInventory(lab), `after ${what} on the way to ${step}`).toEqual(before);
      }
      const { acknowledged, storedAgain: _, ...wrong } = await audit(lab, load);
      console.log(`${id}: ${acknowledged} messages acknowledged, ${wrong.lost.length} lost`);
      expect(wrong).toEqual({ lost: [], twice: [], unread: [] });
      progress.add(id);
    },
  );
});

/** How often `up` had to be run: the first time with the fault. */
async function takeWithFault(lab: ClusterLab, step: MigrationStep, fault: Fault): Promise<number> {
  await lab.run("config", "set", "migration", step);
  const up = spawn(join(lab.dir, "lab"), ["up", "--yes", "--stack", stack], {
    cwd: lab.dir,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: "ignore",
    detached: true, // its own process group, so that all of it can be killed
  });
  const ended = once(up, "exit");
  await Promise.race([ended, pause(fault.afterMs)]);
  const wasStruck = up.exitCode === null;
  await strike(lab, fault, up);
  await ended;
  if (wasStruck && up.exitCode === 0) return 1;
  // What was killed after the step had ended is drift, which only a refresh sees.
  const again = ["up", "--yes", "--stack", stack, ...(wasStruck ? [] : ["--refresh"])];
  const seen: string[] = [];
  for (let attempt = 2; attempt <= attempts + 1; attempt++) {
    const { status, words } = await runLab(again, { dir: lab.dir });
    if (status === 0) return attempt;
    seen.push(words.slice(-1_500));
  }
  throw new Error(
    `expected ./lab up to go on after ${JSON.stringify(fault)} on the way to ${step}, saw:\n${seen.join("\n")}`,
  );
}

/** A node may not be there at this step, or at this moment: then nothing happens to it. */
async function strike(lab: ClusterLab, { kind, member }: Fault, up: ChildProcess): Promise<void> {
  if (kind === "engine") {
    if (up.exitCode === null && up.pid !== undefined) process.kill(-up.pid, "SIGKILL");
    return;
  }
  const part = parts.find((name) => kind.endsWith(name)) ?? "controller";
  const container = docker.getContainer(containerName(lab.name, part, member));
  if (kind === "disk") await fillDisk(container.id);
  else if (kind.startsWith("cut off")) await cutOff(container.id);
  else await container.kill().catch(unlessAway);
}

/** Its writes fail for a while, as on a full disk: the kernel refuses to let any of its files grow. */
async function fillDisk(name: string): Promise<void> {
  const seen = await inspect(name);
  if (!seen?.State.Running) return;
  for (const limit of [fullAtBytes, "unlimited"]) {
    spawnSync("prlimit", [`--pid=${seen.State.Pid}`, `--fsize=${limit}:unlimited`]); // it may have ended
    if (limit !== "unlimited") await pause(outageMs);
  }
}

/** Like a pulled cable, for a while. */
async function cutOff(name: string): Promise<void> {
  const seen = await inspect(name);
  const [[networkName, settings] = []] = Object.entries(seen?.NetworkSettings.Networks ?? {});
  if (!seen?.State.Running || networkName === undefined) return;
  const network = docker.getNetwork(networkName);
  await network.disconnect({ Container: seen.Id }).catch(unlessAway);
  await pause(outageMs);
  const Aliases = (settings?.Aliases ?? []).filter((alias: string) => !seen.Id.startsWith(alias));
  await network.connect({ Container: seen.Id, EndpointConfig: { Aliases } }).catch(unlessAway);
}

const inspect = (name: string) =>
  docker
    .getContainer(name)
    .inspect()
    .catch(() => undefined);

/** It was replaced, or stopped, in the meantime. */
function unlessAway(error: { statusCode?: number }) {
  if (![403, 404, 409].includes(error.statusCode ?? 0)) throw error;
}

async function untilServing(load: Load): Promise<void> {
  const sinceMs = performance.now();
  const isServing = () => load.lastAcknowledgedMs > sinceMs && load.lastReadMs > sinceMs;
  await eventually("every partition takes messages", isServing, 180_000);
}

/** Each walk goes the whole way, with a fault at every step, until enough are drawn. */
function walksOf(members: "1" | "3", count: number) {
  return Array.from({ length: Math.ceil(count / way.length) }, (_, walk) => {
    const random = seededRandom(progress.seed + walk * 10 + Number(members));
    const draw = (): Fault => ({
      kind: kinds[Math.floor(random() * kinds.length)] ?? "engine",
      afterMs: Math.round(random() * longestDelayMs),
      member: 1 + Math.floor(random() * Number(members)),
    });
    const faults = way.map(draw).slice(0, count - walk * way.length);
    return { id: `${members} broker${members === "1" ? "" : "s"}, walk ${walk + 1}`, members, faults };
  });
}

/** What was done with a seed, so that a campaign that was cut off goes on. */
function openProgress() {
  const file = join(labDir, ".lab", "migration-faults.json");
  const kept: { seed: number; done: string[] } | undefined =
    process.env.SEED === undefined && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  const { seed, done } = kept ?? { seed: chooseSeed(), done: [] as string[] };
  console.log(`Faults are drawn with SEED=${seed}${done.length > 0 ? `; done: ${done.join("; ")}` : ""}`);
  return {
    seed,
    has: (id: string) => done.includes(id),
    add(id: string) {
      done.push(id);
      if (walks.every((walk) => done.includes(walk.id))) rmSync(file, { force: true });
      else writeWhole(file, JSON.stringify({ seed, done }));
    },
  };
}
