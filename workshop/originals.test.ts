import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { labDir } from "../common/project.mjs";
import { createManifest, listProgram, manifestPath } from "./lab/originals.ts";

const isClone = existsSync(join(labDir, ".git"));
if (!isClone) console.log("Skipped: without git it is unknown which texts belong to the project.");

test.skipIf(!isClone)(
  "when infra/, services/ or settings change, then originals.json does: npm run originals",
  () => {
    const tracked = String(execFileSync("git", ["ls-files"], { cwd: labDir })).split("\n");
    const paths = listProgram(labDir).filter((path) => tracked.includes(path));
    const manifest = JSON.parse(readFileSync(join(labDir, manifestPath), "utf8"));
    expect(manifest).toEqual(createManifest(labDir, paths));
  },
);
