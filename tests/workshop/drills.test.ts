import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { listDrills, loadDrill } from "../../workshop/running/drills.ts";
import { eventually } from "../support/eventually.ts";
import { chooseSeed, draw, seededRandom } from "../support/seeded.ts";

type Ended = { status: number; output: string };

const dir = inject("scratch");
const chosen = chooseDrills();

describe.each(chosen)("the drill %s", (name) => {
  test("when it begins, then a symptom is described, the check fails, and a hint helps", async () => {
    const begun = await lab("drill", name);
    expectStatus(begun, 0);
    expect(begun.output).toContain("What you hear");
    const checked = await lab("check");
    expectStatus(checked, 1);
    expect(checked.output).toContain("✘");
    expect(checked.output).toContain("Not yet");
    const hint = await lab("hint");
    expectStatus(hint, 0);
    expect(hint.output).toMatch(/\(1 of \d+\)/);
  });

  test("when it is restored while it is broken, then the lab is repaired, and the fault is explained", async () => {
    const restored = await lab("drill", "--restore");
    expectStatus(restored, 0);
    expect(restored.output).toContain(name);
    expectStatus(await lab("smoke"), 0);
  });

  test("when a cure is done, then the check passes; and restoring once more changes nothing", async () => {
    const { cures } = await loadDrill(name);
    for (const index of cures.keys()) {
      expectStatus(await lab("drill", name), 0);
      const checked = await cureAndCheck(name, index);
      expect(checked.output).toMatch(/Fixed in .* 0 hints/);
      expect(checked.status).toBe(0);
      expect(await lab("drill", "--restore")).toMatchObject({ status: 0 });
      expectStatus(await lab("smoke"), 0);
    }
  });
});

test.each(chosen)("when a cure of %s is cut off, then restoring brings the lab back anyway", async (name) => {
  expectStatus(await lab("drill", name), 0);
  const cure = execFile("node", ["tests/workshop/support/drill-cure.ts", name, "0"], options());
  const afterMs = 300 + Math.random() * 1_500; // anywhere in it
  setTimeout(() => cure.kill("SIGKILL"), afterMs);
  await once(cure, "exit");
  await eventually(
    `${name} can be restored, its cure cut off after ${Math.round(afterMs)} ms`,
    async () => (await lab("drill", "--restore")).status === 0,
    180_000,
  );
  expectStatus(await lab("smoke"), 0);
});

test("when the command is killed while it breaks the lab, then restoring brings it back anyway", async () => {
  const child = execFile("./lab", ["drill", "wrong-advertised-listener"], options());
  await eventually("the program is changed", () => listeners().includes("broker + 9"), 120_000);
  child.kill("SIGKILL");
  expect(existsSync(join(dir, ".lab/drill.json"))).toBe(true);
  await eventually(
    "the lab can be restored",
    async () => (await lab("drill", "--restore")).status === 0,
    120_000,
  );
  expect(listeners()).not.toContain("broker + 9");
  expectStatus(await lab("smoke"), 0);
});

test("when another drill is begun after the one of the lesson's text, then both count, with their notes", async () => {
  expectStatus(await lab("learn", "11"), 0);
  for (const name of ["wrong-advertised-listener", "topic-missing"]) {
    expectStatus(await lab("drill", name), 0);
    for (const look of ["docker ps -a: all run", "trace"])
      expect((await lab("drill", "--note", look)).output).toContain(".lab/drill-notes.md");
    const cured = await cureAndCheck(name, 0);
    expectStatus(cured, 0);
    expect(cured.output).toMatch(/What you looked at:\n +\d+:\d\d docker ps -a: all run\n +\d+:\d\d trace\n/);
  }
  const checked = await lab("check", "11");
  expect(checked.output).toContain("4 of 4 hold");
});

test("when a lesson is reset in the middle of a drill, then the drill is over, and its fault undone", async () => {
  expectStatus(await lab("drill", "wrong-advertised-listener"), 0);
  expectStatus(await lab("reset", "11"), 0);
  expect(listeners()).not.toContain("broker + 9");
  const checked = await lab("check");
  expect(checked.output).toContain("1 of 4 hold");
});

if (chosen.includes("stranger-in-the-group")) {
  test("when a lesson on another stack begins in the middle of a drill, then what the drill put on the network is gone", async () => {
    expectStatus(await lab("drill", "stranger-in-the-group"), 0);
    expectStatus(await lab("learn", "12"), 0);
    expectStatus(await lab("learn", "11"), 0);
  });
}

async function cureAndCheck(name: string, index: number): Promise<Ended> {
  expectStatus(await run("node", "tests/workshop/support/drill-cure.ts", name, String(index)), 0);
  return lab("check");
}

/** Shows the output if the status differs. */
function expectStatus({ status, output }: Ended, expected: number): void {
  expect(status, output).toBe(expected);
}

function listeners(): string {
  return readFileSync(join(dir, "infra/listeners.ts"), "utf8");
}

function lab(...args: string[]) {
  return run("./lab", ...args);
}

function run(command: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, args, options(), (error, stdout, stderr) => {
      resolve({
        status: typeof error?.code === "number" ? error.code : error ? 1 : 0,
        output: stdout + stderr,
      });
    });
  });
}

function options() {
  return { cwd: dir, env: environment(), maxBuffer: 64_000_000 };
}

function environment(): NodeJS.ProcessEnv {
  const { CI: _ci, FORCE_COLOR: _color, ...rest } = process.env;
  const PATH = `${join(dir, "node_modules/.bin")}:${process.env.PATH}`;
  return { ...rest, PATH, NO_COLOR: "1", LC_ALL: "C", LANG: "C" };
}

/**
 * Each takes one to three minutes on two busy cores: `npm test` draws one, by SEED; DRILLS=all takes all, and DRILL=name[,name]
 * the named ones.
 */
function chooseDrills(): string[] {
  const { DRILL, DRILLS = "1" } = process.env;
  const all = listDrills();
  if (DRILL) return DRILL.split(",");
  if (DRILLS === "all") return all;
  const seed = chooseSeed();
  console.log(`${DRILLS} of ${all.length} drills, drawn with SEED=${seed}`);
  return draw(all, Number(DRILLS), seededRandom(seed));
}
