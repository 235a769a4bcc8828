// The whole proof, for the campaign: what a learner does with a lab that came from a kit, on a machine without any route.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createMachine, type Machine } from "./support/room.ts";

const kit = inject("kit");
const isWanted = process.env.KIT_LESSONS === "all";
if (!isWanted)
  console.log("lessons and tests from a kit: skipped, because they take long; npm run test:kit runs them");

/** A message travels, Groups, and Replication. */
const LESSONS = "1,5,12";
const WHOLE_MS = 40 * 60_000;

describe.skipIf("reason" in kit || !isWanted)("when a lab came from a kit, and there is no network", () => {
  const { dir, fingerprint } = "reason" in kit ? { dir: "", fingerprint: "" } : kit;
  let machine: Machine;

  beforeAll(async () => {
    machine = await createMachine();
    const started = await machine.run(["sh", join(dir, "start.sh"), "--fingerprint", fingerprint]);
    expect(started.status, started.output).toBe(0);
  });

  afterAll(async () => {
    await machine?.remove();
  });

  const inLab = (command: string) => machine.run(["sh", "-c", `cd kafka-lab && ${command}`]);

  test("then lessons run as printed", { timeout: WHOLE_MS }, async () => {
    const vitest =
      "node_modules/.bin/node node_modules/vitest/vitest.mjs run --project workshop workshop/lessons";
    const { status, output, seconds } = await inLab(`LESSON=${LESSONS} LESSON_LANG=en ${vitest}`);
    console.log(`lessons ${LESSONS}: ${seconds.toFixed(0)} s`);
    expect(status, output).toBe(0);
    expect(output.match(/when its text is followed as printed/g)).toHaveLength(3);
  });

  test("then the quick tests pass", { timeout: WHOLE_MS }, async () => {
    const { status, output, seconds } = await inLab("npm run test:quick");
    console.log(`npm run test:quick: ${seconds.toFixed(0)} s, ${output.trim().split("\n").at(-1)}`);
    expect(status, output.slice(-5_000)).toBe(0);
  });
});
