import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { nodeImage } from "../support/images-here.ts";
import { ScratchProject } from "../support/scratch-project.ts";
import { SmallDisk } from "./small-disk.ts";

const LAB = join(import.meta.dirname, "..", "..", "lab");
/**
 * Four projects at a time; each is cut off KILLS_EACH times, at moments spread evenly over the operation. `npm test` uses
 * fewer. Every fourth time the engine is not killed, but the disk with its state is full from that moment until its end.
 */
const WORKERS = 4;
const KILLS_EACH = Number(process.env.KILLS_EACH ?? 26);

/** Unique, so that two runs of the suite on one machine do not collide. */
const RUN = `killed-${process.pid}`;
const BYSTANDER = `${RUN}-bystander`;

const projects: ScratchProject[] = [];
const disks: SmallDisk[] = [];
afterAll(async () => {
  for (const project of projects) await project.run("destroy");
  for (const disk of disks) disk.remove();
  for (const project of projects) project.remove();
}, 300_000);

test(`when the engine is killed, or its disk is full, at ${WORKERS * KILLS_EACH} moments of up, replace and destroy, then the next run converges`, {
  timeout: 900_000,
}, async () => {
  const bystander = docker("run", "-d", "--rm", "--name", BYSTANDER, nodeImage, "sleep", "3600");
  try {
    await Promise.all(Array.from({ length: WORKERS }, (_, worker) => campaign(worker)));
    expect(docker("ps", "-q", "--no-trunc", "--filter", `name=${BYSTANDER}`)).toBe(bystander);
    console.table(Object.fromEntries(outcomes));
  } finally {
    docker("rm", "-f", BYSTANDER);
  }
});

type Phase = "up" | "replace" | "destroy";

/** How often each outcome occurred: killed, or ended by itself on a full disk, and how. */
const outcomes = new Map<string, Partial<Record<Phase, number>>>();

function count(outcome: string, phase: Phase): void {
  const counts = outcomes.get(outcome) ?? {};
  outcomes.set(outcome, { ...counts, [phase]: (counts[phase] ?? 0) + 1 });
}

/** Runs one project through its kills: up, replacement and destroy in turn, each at a later moment than the last. */
async function campaign(worker: number): Promise<void> {
  const prefix = `${RUN}-${worker}`;
  const project = new ScratchProject("conformance");
  projects.push(project);
  const disk = new SmallDisk(join(project.folder, "state"));
  disks.push(disk);
  const prepare = (phase: Phase, revision: number) =>
    phase === "destroy" ? undefined : project.write("infra/index.ts", programFor(prefix, revision));
  const durationMs = { up: 0, replace: 0, destroy: 0 };
  for (const [revision, phase] of (["up", "replace", "destroy"] as const).entries()) {
    prepare(phase, revision);
    durationMs[phase] = await timed(() =>
      project.run(phase === "destroy" ? phase : "up", ["--skip-preview"]),
    );
  }
  let revision = 10;
  for (let kill = 0; kill < KILLS_EACH; ) {
    const phase = (["up", "replace", "destroy"] as const)[kill % 3] ?? "up";
    prepare(phase, ++revision);
    const operation = phase === "destroy" ? "destroy" : "up";
    const part = (kill + worker / WORKERS) / KILLS_EACH;
    if ((kill + worker) % 4 === 3) {
      const when = await filledAfter(part, disk, project, prefix, phase);
      await expectConverges(project, prefix, operation === "destroy", when);
      kill += 1;
      continue;
    }
    const momentMs = part * durationMs[phase];
    const killed = await killedAfter(momentMs, project, operation);
    // It ended before that moment, because it has become faster; the moment is tried again.
    if (!killed) durationMs[phase] *= 0.8;
    await expectConverges(
      project,
      prefix,
      operation === "destroy",
      `${phase} killed after ${momentMs.toFixed(0)} ms`,
    );
    if (!killed) continue;
    count("killed", phase);
    kill += 1;
  }
}

/** Runs on a disk with space for a part of what the operation writes. It may exit with 0 only if it has succeeded. */
async function filledAfter(
  part: number,
  disk: SmallDisk,
  project: ScratchProject,
  prefix: string,
  phase: Phase,
): Promise<string> {
  const operation = phase === "destroy" ? phase : "up";
  const freeKb = Math.round(part * MAX_WRITTEN_KB);
  const when = `${phase} with ${freeKb} kB of disk`;
  const { exitCode, text } = await disk.withFreeSpace(freeKb, LAB, argumentsFor(project, operation));
  count(exitCode === 0 ? "ended on a small disk" : "failed on a full disk", phase);
  const inState = project.resources().flatMap(({ custom, id }) => (custom ? [id as string] : []));
  if (exitCode === 0) expect(new Set(inDocker(prefix)), `in Docker after ${when}`).toEqual(new Set(inState));
  else expect(text, when).toMatch(/ENOSPC|EFBIG/);
  return when;
}

/** More than any of the operations writes. */
const MAX_WRITTEN_KB = 60;

async function killedAfter(momentMs: number, project: ScratchProject, operation: string): Promise<boolean> {
  const child = spawn(LAB, argumentsFor(project, operation), { stdio: "ignore" });
  const closed = once(child, "close");
  await Promise.race([closed, delay(momentMs)]);
  const killed = child.exitCode === null && child.kill("SIGKILL");
  await closed;
  return killed;
}

function argumentsFor(project: ScratchProject, operation: string): string[] {
  return [
    operation,
    "--cwd",
    project.folder,
    "--stack",
    "dev",
    "--engine",
    "embedded",
    "--yes",
    "--skip-preview",
    "--json",
  ];
}

async function expectConverges(
  project: ScratchProject,
  prefix: string,
  destroyed: boolean,
  when: string,
): Promise<void> {
  const answer = await project.run(destroyed ? "destroy" : "up", ["--skip-preview"]);
  expect(answer.errors, when).toEqual([]);
  const inState = project.resources().flatMap(({ custom, id }) => (custom ? [id as string] : []));
  expect(new Set(inDocker(prefix)), `what is in Docker after ${when}`).toEqual(new Set(inState));
  expect(inState, `what is in the state after ${when}`).toHaveLength(destroyed ? 0 : 3);
}

function inDocker(prefix: string): string[] {
  const containers = docker("ps", "-aq", "--no-trunc", "--filter", `name=${prefix}-`);
  const networks = docker("network", "ls", "-q", "--no-trunc", "--filter", `name=${prefix}-`);
  return `${containers}\n${networks}`.split("\n").filter(Boolean);
}

/** A network and two containers, one of which needs the other; a new revision replaces both. */
function programFor(prefix: string, revision: number): string {
  return `import * as docker from "@pulumi/docker";
const command = ["node", "-e", "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)"];
const network = new docker.Network("net", { name: "${prefix}-net" });
const common = { image: "${nodeImage}", command, destroyGraceSeconds: 1, envs: ["REVISION=${revision}"] };
const first = new docker.Container("first", { ...common, name: "${prefix}-first", networksAdvanced: [{ name: network.name }] });
new docker.Container("second", { ...common, name: "${prefix}-second", hostname: first.name });
`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function docker(...args: string[]): string {
  return execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}
