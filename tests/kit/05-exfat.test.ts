import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { machineStack } from "../support/images-here.ts";
import { mountStick, reasonAgainstExfat, type Stick } from "./support/exfat-stick.ts";
import { lab } from "./support/one-kit.ts";
import { createMachine, type Machine, openFolder } from "./support/room.ts";

const kit = inject("kit");
const reason = reasonAgainstExfat();
if (reason !== undefined) console.log(`exFAT: skipped, because ${reason}`);

describe.skipIf("reason" in kit || reason)("when the teacher's stick has exFAT", () => {
  let folder: string;
  let stick: Stick | undefined;
  let machine: Machine | undefined;
  let made = "";
  const dir = () => join(stick?.dir ?? "", "kit");

  beforeAll(async () => {
    folder = openFolder("kit-exfat-");
    stick = mountStick(folder);
    // Before the kit is made: the engine's mounts are a copy of those that are there.
    machine = await createMachine();
    made = lab("kit", "make", dir(), "--stack", machineStack);
  }, 600_000);

  afterAll(async () => {
    await machine?.remove();
    stick?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test("then a kit is made right on it, is whole, and made again nothing is copied", () => {
    expect(lab("kit", "check", dir())).toContain("all as they were made");
    expect(lab("kit", "make", dir(), "--stack", machineStack)).toMatch(/\b0 parts made/);
  });

  test("then the starter unpacks a lab from it that is as it was committed", async () => {
    const [, fingerprint = ""] = /board: ([0-9a-f ]+)/.exec(made) ?? [];
    const started = await machine?.run(["sh", join(dir(), "start.sh"), "--fingerprint", fingerprint]);
    expect(started, started?.output).toMatchObject({
      status: 0,
      output: expect.stringContaining("every file is as it was made"),
    });
    const changed = await machine?.run(["git", "-C", "kafka-lab", "status", "--short"]);
    expect(changed).toMatchObject({ status: 0, output: "" });
  });
});
