import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as passes } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { ScratchProject } from "./scratch-project.ts";

const LAB = join(import.meta.dirname, "..", "..", "lab");
/** Four projects at a time; each is killed so often, at moments spread evenly over the operation. `npm test` takes fewer. */
const WORKERS = 4;
const KILLS_EACH = Number(process.env.KILLS_EACH ?? 26);

const projects: ScratchProject[] = [];
afterAll(async () => {
  for (const project of projects) {
    await project.run("destroy");
    project.remove();
  }
});

test(`when the engine is killed at ${WORKERS * KILLS_EACH} moments of up, replace and destroy, then the next run converges`, {
  timeout: 900_000,
}, async () => {
  const bystander = docker(
    "run",
    "-d",
    "--rm",
    "--name",
    "killed-bystander",
    "kafka-lab/node:24",
    "sleep",
    "3600",
  );
  try {
    const outcomes = await Promise.all(Array.from({ length: WORKERS }, (_, worker) => campaign(worker)));
    const kills = outcomes.flat();
    expect(kills).toHaveLength(WORKERS * KILLS_EACH);
    expect(kills.filter(({ killed }) => killed).length).toBeGreaterThan(kills.length / 2);
    expect(docker("ps", "-q", "--no-trunc", "--filter", "name=killed-bystander")).toBe(bystander);
  } finally {
    docker("rm", "-f", "killed-bystander");
  }
});

/** One project through its kills; every third is a first up, a replacement, a destroy. */
async function campaign(worker: number): Promise<{ killed: boolean }[]> {
  const prefix = `killed-${worker}`;
  const project = new ScratchProject("conformance");
  projects.push(project);
  project.write("infra/index.ts", programFor(prefix, 0));
  const durationMs = await timed(() => project.run("up", ["--skip-preview"]));
  const outcomes: { killed: boolean }[] = [];
  for (let kill = 0; kill < KILLS_EACH; kill += 1) {
    const phase = (["replace", "destroy", "up"] as const)[kill % 3] ?? "up";
    if (phase === "replace") project.write("infra/index.ts", programFor(prefix, kill + 1));
    const momentMs = ((kill + worker / WORKERS) / KILLS_EACH) * durationMs;
    const killed = await killedAfter(momentMs, project, phase === "destroy" ? "destroy" : "up");
    outcomes.push({ killed });
    await expectConverges(
      project,
      prefix,
      phase === "destroy",
      `${phase} killed after ${momentMs.toFixed(0)} ms`,
    );
  }
  return outcomes;
}

async function killedAfter(momentMs: number, project: ScratchProject, operation: string): Promise<boolean> {
  const args = [
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
  const child = spawn(LAB, args, { stdio: "ignore" });
  const closed = once(child, "close");
  await Promise.race([closed, passes(momentMs)]);
  const killed = child.exitCode === null && child.kill("SIGKILL");
  await closed;
  return killed;
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
const common = { image: "kafka-lab/node:24", command, destroyGraceSeconds: 1, envs: ["REVISION=${revision}"] };
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
