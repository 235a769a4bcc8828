// Also the short form of CI: a kit of this project, over a stick, on a machine without any route, to a delivered message.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { overStick } from "./support/fat-stick.ts";
import { createMachine, type Machine, openFolder } from "./support/room.ts";

const kit = inject("kit");

describe.skipIf("reason" in kit)("when a learner's machine has a kit and no network", () => {
  const { dir, fingerprint } = "reason" in kit ? { dir: "", fingerprint: "" } : kit;
  let folder: string;
  let copy: string;
  let machine: Machine;

  beforeAll(async () => {
    folder = openFolder("kit-copy-");
    copy = join(folder, "kit");
    overStick(dir, copy);
    machine = await createMachine();
  });

  afterAll(async () => {
    await machine?.run([join(machine.home, "kafka-lab/lab"), "destroy", "--yes"]);
    await machine?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const lab = (...args: string[]) => machine.run([join(machine.home, "kafka-lab/lab"), ...args]);

  test("then it has no route and no images", async () => {
    const { output } = await machine.run([
      "sh",
      "-c",
      "cat /proc/net/route | wc -l; docker images --quiet; ls -A",
    ]);
    expect(output.trim().split("\n")).toEqual([expect.stringMatching(/^[12]$/)]);
  });

  test("then nothing comes of it without the right fingerprint", async () => {
    const wrong = await machine.run(["sh", join(copy, "start.sh"), "--fingerprint", "0".repeat(16)]);
    expect(wrong).toMatchObject({ status: 1, output: expect.stringContaining("Nothing was unpacked") });
    const none = await machine.run(["sh", join(copy, "start.sh")]);
    expect(none).toMatchObject({ status: 1, output: expect.stringContaining("the fingerprint is missing") });
    expect((await machine.run(["ls", "-A"])).output).toBe("");
  });

  test("then the starter and `npm run lab` deliver a message", async () => {
    const started = await machine.run(["sh", join(copy, "start.sh"), "--fingerprint", fingerprint]);
    expect(started, started.output).toMatchObject({
      status: 0,
      output: expect.stringContaining("every file is as it was made"),
    });
    const up = await machine.run(["sh", "-c", "cd kafka-lab && npm run lab"]);
    expect(up, up.output).toMatchObject({
      status: 0,
      output: expect.stringContaining("The message went through Kafka"),
    });
    console.log(
      `from the stick to a delivered message: ${started.seconds.toFixed(1)} s and ${up.seconds.toFixed(1)} s`,
    );
  });

  test("then the registry for three hosts is there, where the teacher's machine could have it", async () => {
    const isInKit = readFileSync(join(dir, "manifest.txt"), "utf8").includes(" registry/");
    const program = "kafka-lab/.lab/cache/docker-registry/usr/bin/docker-registry";
    expect((await machine.run([program, "--version"])).status === 0).toBe(isInKit);
  });

  test("then a lesson can be begun, solved and checked", async () => {
    for (const args of [
      ["learn", "1"],
      ["solve", "1"],
      ["check", "1"],
    ]) {
      const { status, output } = await lab(...args);
      expect(status, `${args.join(" ")}: ${output}`).toBe(0);
    }
  });

  test("then the starter can be run again, and keeps what is there", async () => {
    await machine.run(["sh", "-c", "echo '// mine' >> kafka-lab/infra/index.ts"]);
    const again = await machine.run(["sh", join(copy, "start.sh"), "--fingerprint", fingerprint]);
    expect(again, again.output).toMatchObject({
      status: 0,
      output: expect.stringContaining("Images: all there"),
    });
    expect((await machine.run(["tail", "-1", "kafka-lab/infra/index.ts"])).output).toBe("// mine\n");
    await machine.run(["sed", "-i", "$d", "kafka-lab/infra/index.ts"]);
  });
});
