import { execFileSync } from "node:child_process";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { ScratchProject } from "../support/scratch-project.ts";
import { exceptedOutputs } from "./exceptions.ts";
import { diffsOf, normalize, planOf, resourceOf, shownOutputs } from "./normal-form.ts";
import { loadRecordings, type RecordedOperation, type Recording } from "./recording.ts";

/** The recordings name what they make `conf-...`, so they can be replayed only once at a time on a Docker engine. */
beforeAll(() => {
  const ls = (...args: string[]) =>
    execFileSync("docker", [...args, "--filter", "name=^/?conf-"], { encoding: "utf8" });
  const existing = ls("ps", "-a", "--format", "{{.Names}}") + ls("network", "ls", "--format", "{{.Name}}");
  if (existing !== "") {
    const names = existing.trim().replaceAll("\n", ", ");
    throw new Error(
      `another replay is running on this Docker engine, or was cut off and left ${names}: remove them`,
    );
  }
});

let project: ScratchProject;
afterEach(async () => {
  await project.run("destroy");
  project.remove();
});

describe("when a recording of the real engine is replayed, then the embedded engine plans, does and keeps the same", () => {
  test.each(loadRecordings().filter(isWanted))("$scenario", async ({ scenario, folder, steps }) => {
    project = new ScratchProject();
    for (const [index, step] of steps.entries()) {
      const where = `step ${index}, ${JSON.stringify(step).slice(0, 100)}`;
      if (step.do === "program") project.program(`${folder}/${step.program}`);
      else if (step.do === "file") project.write(step.path, step.text);
      else if (step.do === "sh") expect(await project.shell(step.command), where).toBe(step.exit);
      else if (step.onlyAnswered === undefined) await replay(step, scenario, where);
    }
  });
});

/** `RECORDING=01` replays only that one. Services need an engine of a swarm, and a registry that all its nodes reach. */
function isWanted({ scenario, needs }: Recording): boolean {
  if (needs === "swarm" && !process.env.CONFORMANCE_REGISTRY) return false;
  return scenario.startsWith(process.env.RECORDING ?? "");
}

async function replay(step: RecordedOperation, scenario: string, where: string): Promise<void> {
  const flags = (step.flags ?? "").replaceAll("'", "").split(" ").filter(Boolean);
  const answer = await project.run(step.do, flags);
  if (step.plan !== undefined) {
    expect
      .soft(planOf(normalize(answer.steps)), `plan of ${where}`)
      .toEqual(planOf(normalize(step.plan.steps)));
    expect.soft(diffsOf(answer.steps), `differences of ${where}`).toEqual(diffsOf(step.plan.steps));
  }
  expect.soft(answer.exitCode, `exit status of ${where}: ${answer.errors}`).toBe(step.exit ?? step.planExit);
  if (step.state !== undefined) compareState(step.state, scenario, where);
}

function compareState(state: NonNullable<RecordedOperation["state"]>, scenario: string, where: string): void {
  const ours = project.resources();
  const byUrn = (one: { urn: string }, other: { urn: string }) => one.urn.localeCompare(other.urn);
  const expected = [...state.resources].sort(byUrn);
  const actual = (ours as { urn: string }[]).sort(byUrn);
  expect
    .soft(
      actual.map(({ urn }) => urn),
      `resources after ${where}`,
    )
    .toEqual(expected.map(({ urn }) => urn));
  for (const recorded of expected) {
    const excepted = exceptedOutputs(scenario, recorded.urn);
    const names = shownOutputs(recorded).filter((name) => !excepted.includes(name));
    const found = actual.find(({ urn }) => urn === recorded.urn) ?? {};
    expect
      .soft(normalize(resourceOf(found, names)), `${recorded.urn} after ${where}`)
      .toEqual(normalize(resourceOf(recorded, names)));
  }
}
