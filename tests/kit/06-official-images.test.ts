// A kit of the stack `dev`, for two platforms, pulled from a mirror: images of this machine stand for the official ones.
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { imageSettingsOf } from "../../lib/stack/stack-images.ts";
import { createMirrored, type Mirrored, reasonAgainstMirror } from "./support/mirror.ts";
import { lab, labWith } from "./support/one-kit.ts";
import { createMachine, type Machine, openFolder } from "./support/room.ts";

const kit = inject("kit");
const reason = reasonAgainstMirror();
if (reason !== undefined) console.log(`official images: skipped, because ${reason}`);

describe.skipIf("reason" in kit || reason)("when a kit is made of the official images", () => {
  let folder: string;
  let teacher: Mirrored | undefined;
  let learner: Machine | undefined;
  let made = "";
  const dir = () => join(folder, "kit");

  beforeAll(async () => {
    folder = openFolder("kit-official-");
    teacher = await createMirrored(folder);
    const platforms = ["--platform", "linux/amd64,linux/arm64"];
    made = labWith(teacher.machine.socket, "kit", "make", dir(), "--stack", "dev", ...platforms);
    learner = await createMachine();
  }, 900_000);

  afterAll(async () => {
    await learner?.run([join(learner.home, "kafka-lab/lab"), "destroy", "--yes"]);
    await learner?.remove();
    await teacher?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test("then it serves both platforms, with the images of each", () => {
    const checked = lab("kit", "check", dir());
    expect(checked).toContain("all as they were made");
    expect(checked).toMatch(/linux\/amd64.+linux\/arm64/s);
    for (const arch of ["amd64", "arm64"]) expect(architectures(arch), arch).toEqual([arch]);
  });

  test("then a lab of the stack dev delivers a message from it, without a network", async () => {
    const [, fingerprint = ""] = /board: ([0-9a-f ]+)/.exec(made) ?? [];
    const started = await learner?.run(["sh", join(dir(), "start.sh"), "--fingerprint", fingerprint]);
    expect(started?.status, started?.output).toBe(0);
    const up = await learner?.run(["sh", "-c", "cd kafka-lab && npm run lab"]);
    expect(up, up?.output).toMatchObject({
      status: 0,
      output: expect.stringContaining("The message went through Kafka"),
    });
    expect(up?.output).toContain("Stack dev");
    const { kafkaImage } = imageSettingsOf("dev");
    const running = await learner?.run(["docker", "inspect", "kafka", "--format", "{{.Config.Image}}"]);
    const id = await learner?.run(["docker", "image", "inspect", kafkaImage, "--format", "{{.Id}}"]);
    expect(running?.output.trim()).toBe(id?.output.trim());
  });

  /** Of the images in the kit's archive of one platform. */
  function architectures(arch: string): string[] {
    const file = readdirSync(join(dir(), "images")).find((name) => name.includes(arch)) ?? "";
    const read = (name: string) =>
      JSON.parse(execFileSync("tar", ["-xzOf", join(dir(), "images", file), name], { encoding: "utf8" }));
    const images: { Config: string }[] = read("manifest.json");
    return [...new Set(images.map(({ Config }): string => read(Config).architecture))];
  }
});
