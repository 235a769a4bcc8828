import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readManifest } from "../../lib/kit/manifest.ts";
import { lab } from "./support/one-kit.ts";
import { createMachine, emptyHome, type Machine, openFolder } from "./support/room.ts";

const kit = inject("kit");

describe.skipIf("reason" in kit)("when a kit is damaged, or does not fit", () => {
  const { dir, fingerprint } = "reason" in kit ? { dir: "", fingerprint: "" } : kit;
  let folder: string;
  let copy: string;
  let machine: Machine;
  const files = () => readManifest(readFileSync(join(dir, "manifest.txt"), "utf8")).files;
  const part = (name: string) => files().find(({ path }) => path.startsWith(name))?.path ?? "";
  const start = (home = machine.home) =>
    machine.run(["sh", join(copy, "start.sh"), "--fingerprint", fingerprint, "--into", join(home, "lab")]);

  beforeAll(async () => {
    folder = openFolder("kit-damage-");
    copy = join(folder, "kit");
    cpSync(dir, copy, { recursive: true });
    machine = await createMachine();
  });

  afterAll(async () => {
    await machine?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ["has another byte", (file: string) => overwrite(file)],
    ["was cut in the middle", (file: string) => truncateSync(file, 100_000)],
    ["is missing", (file: string) => rmSync(file)],
  ])("then a file that %s is named, nothing is unpacked, and copied again it is right", async (_, damage) => {
    const path = part("packages/");
    damage(join(copy, path));
    const { status, output } = await start();
    expect({ status, output }).toMatchObject({
      status: 1,
      output: expect.stringContaining(`${path} of the kit is missing, cut or damaged`),
    });
    expect(() => lab("kit", "check", copy)).toThrow(path);
    expect(readdirSync(machine.home)).toEqual([]);
    cpSync(join(dir, path), join(copy, path));
    expect(lab("kit", "check", copy)).toContain("all as they were made");
  });

  test("then a copy that ends in the middle is no kit, and made again it goes on", () => {
    const half = join(folder, "half");
    for (const name of ["README.txt", "project", part("packages/")])
      cpSync(join(dir, name), join(half, name), { recursive: true });
    mkdirSync(join(half, "images"));
    writeFileSync(join(half, `${part("images/")}.part`), "xxx");
    expect(() => lab("kit", "check", half)).toThrow("is no complete kit");
    const made = lab(
      "kit",
      "make",
      half,
      "--stack",
      readManifest(readFileSync(join(dir, "manifest.txt"), "utf8")).stack,
    );
    expect(made).toMatch(/1 parts made, 3 kept/);
    expect(lab("kit", "check", half)).toContain("all as they were made");
  });

  test("then a disk that is too small, or gets full, is named, and nothing is left on it", async () => {
    const disk = join(folder, "disk");
    mkdirSync(disk);
    for (const [options, words] of [
      ["size=300m", "the lab needs about 900 MB"],
      ["size=1000m,nr_inodes=5000", "nothing of it was left"],
    ] as const) {
      execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk]);
      try {
        const home = emptyHome(disk, "home");
        const { status, output } = await start(home);
        expect({ status, output }).toMatchObject({ status: 1, output: expect.stringContaining(words) });
        expect(readdirSync(home)).toEqual([]);
      } finally {
        execFileSync("umount", [disk]);
      }
    }
  });
});

function overwrite(file: string) {
  const bytes = readFileSync(file);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
