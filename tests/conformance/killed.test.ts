import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as passes } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { nodeImage } from "../machine.ts";
import { ScratchProject } from "./scratch-project.ts";

const LAB = join(import.meta.dirname, "..", "..", "lab");
/** Four projects at a time; each is killed so often, at moments spread evenly over the operation. `npm test` takes fewer. */
const WORKERS = 4;
const KILLS_EACH = Number(process.env.KILLS_EACH ?? 26);

/** Two runs of the suite on one machine do not meet. */
const RUN = `killed-${process.pid}`;
const BYSTANDER = `${RUN}-bystander`;

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
  const bystander = docker("run", "-d", "--rm", "--name", BYSTANDER, nodeImage, "sleep", "3600");
  try {
    await Promise.all(Array.from({ length: WORKERS }, (_, worker) => campaign(worker)));
    expect(docker("ps", "-q", "--no-trunc", "--filter", `name=${BYSTANDER}`)).toBe(bystander);
  } finally {
    docker("rm", "-f", BYSTANDER);
  }
});

type Phase = "up" | "replace" | "destroy";

/** One project through its kills: up, replacement and destroy in turn, each at a later moment than the last. */
async function campaign(worker: number): Promise<void> {
  const prefix = `${RUN}-${worker}`;
  const project = new ScratchProject("conformance");
  projects.push(project);
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
    const momentMs = ((kill + worker / WORKERS) / KILLS_EACH) * durationMs[phase];
    const operation = phase === "destroy" ? "destroy" : "up";
    const killed = await killedAfter(momentMs, project, operation);
    // It ended before it was its turn: it has become faster, and the moment is met again.
    if (!killed) durationMs[phase] *= 0.8;
    await expectConverges(
      project,
      prefix,
      operation === "destroy",
      `${phase} killed after ${momentMs.toFixed(0)} ms`,
    );
    if (killed) kill += 1;
  }
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
