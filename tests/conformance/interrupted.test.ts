import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nodeImage } from "../support/images-here.ts";
import { ScratchProject } from "../support/scratch-project.ts";

const LAB = join(import.meta.dirname, "..", "..", "lab");
/** Unique, so that two runs of the suite on one machine do not collide. */
const PREFIX = `interrupted-${process.pid}`;

const projects: ScratchProject[] = [];
afterAll(async () => {
  for (const project of projects) {
    await project.run("destroy");
    project.remove();
  }
});

test("when Ctrl-C is pressed twice, then the run stops at once, and the next up converges", {
  timeout: 120_000,
}, async () => {
  const project = projectOf(containerProgram("process.exit(1)"));
  const { waitForOutput, exit, interrupt } = startUp(project);
  await expect.poll(() => docker("ps", "-q", "--filter", `name=${PREFIX}`), { timeout: 60_000 }).not.toBe("");
  interrupt();
  await waitForOutput("Press Ctrl-C again");
  const startedMs = performance.now();
  interrupt();
  expect(await exit).toBe(130);
  expect(performance.now() - startedMs).toBeLessThan(5_000);

  project.write("infra/index.ts", containerProgram("process.exit(0)"));
  expect(await project.run("up", ["--skip-preview"])).toMatchObject({ errors: [], result: "succeeded" });
  const inState = project
    .resources()
    .flatMap(({ type, id }) => (String(type).includes("container") ? [id] : []));
  expect(docker("ps", "-aq", "--no-trunc", "--filter", `name=${PREFIX}`).split("\n")).toEqual(inState);
});

describe("when a run was cut off while it made a volume", () => {
  test("then destroy removes the volume", async () => {
    const { project, name } = await cutOff("made");
    docker("volume", "create", "--label", "of=test", name);
    expect(await project.run("destroy")).toMatchObject({ errors: [] });
    expect(docker("volume", "ls", "-q", "--filter", `name=${name}`)).toBe("");
  });

  test("then destroy leaves alone a volume of that name that has other labels", async () => {
    const { project, name } = await cutOff("foreign");
    docker("volume", "create", "--label", "of=somebody-else", name);
    expect(await project.run("destroy")).toMatchObject({ errors: [] });
    expect(docker("volume", "rm", name)).toBe(name);
  });

  test("then destroy leaves alone a volume of that name that is much younger", async () => {
    const { project, name } = await cutOff("younger", new Date(Date.now() - 60_000));
    docker("volume", "create", "--label", "of=test", name);
    expect(await project.run("destroy")).toMatchObject({ errors: [] });
    expect(docker("volume", "rm", name)).toBe(name);
  });
});

/** A project whose state says that a volume was about to be made, as a killed run leaves it. */
async function cutOff(
  part: string,
  notedAt = new Date(),
): Promise<{ project: ScratchProject; name: string }> {
  const name = `${PREFIX}-${part}`;
  const project = projectOf(volumeProgram(name));
  await project.run("up", ["--skip-preview"]);
  docker("volume", "rm", name);
  project.changeState((latest) => {
    const made = latest.resources.find(({ type }) => type === "docker:index/volume:Volume");
    const { id: _, outputs: __, ...goal } = made ?? {};
    latest.resources = latest.resources.filter((resource) => resource !== made);
    latest.pending_operations = [
      { type: "creating", resource: { ...goal, modified: notedAt.toISOString() } },
    ];
  });
  return { project, name };
}

function projectOf(program: string): ScratchProject {
  const project = new ScratchProject("interrupted");
  projects.push(project);
  project.write("infra/index.ts", program);
  return project;
}

function volumeProgram(name: string): string {
  return `import * as docker from "@pulumi/docker";
new docker.Volume("data", { name: "${name}", labels: [{ label: "of", value: "test" }] });
`;
}

/** A program that waits until the container's probe, a line of JavaScript, succeeds. */
function containerProgram(probe: string): string {
  return `import * as docker from "@pulumi/docker";
new docker.Container("waited", {
  name: "${PREFIX}-waited", image: "${nodeImage}", command: ["sleep", "600"], init: true, destroyGraceSeconds: 1,
  healthcheck: { tests: ["CMD", "node", "-e", "${probe}"], interval: "1s", timeout: "5s", retries: 60 },
  wait: true, waitTimeout: 60,
}, { replaceOnChanges: ["healthcheck"], deleteBeforeReplace: true });
`;
}

/** Starts the command without waiting for its end. */
function startUp(project: ScratchProject) {
  const args = ["up", "--cwd", project.folder, "--stack", "dev", "--engine", "embedded", "--yes"];
  const env = { ...process.env, PULUMI_CONFIG_PASSPHRASE: "", PULUMI_BACKEND_URL: "" };
  const child = spawn(LAB, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "close").then(([code]) => code as number);
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (printed += text));
  return {
    exit,
    interrupt: () => child.kill("SIGINT"),
    async waitForOutput(text: string) {
      while (!printed.includes(text)) {
        const ended = await Promise.race([
          once(child.stdout, "data").then(() => false),
          exit.then(() => true),
        ]);
        if (ended) throw new Error(`ended without printing "${text}":\n${printed}`);
      }
    },
  };
}

function docker(...args: string[]): string {
  return execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}
