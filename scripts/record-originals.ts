// Run this after a change to infra/, services/ or Pulumi*.yaml: it records which texts a lesson's `reset` restores.
//
//   npm run originals
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { labDir } from "../common/project.mjs";
import { writeWhole } from "../common/write-whole.ts";
import { createManifest, listProgram, manifestPath } from "../workshop/lab/originals.ts";

const tracked = String(execFileSync("git", ["ls-files"], { cwd: labDir })).split("\n");
const paths = listProgram(labDir).filter((path) => tracked.includes(path));
writeWhole(join(labDir, manifestPath), `${JSON.stringify(createManifest(labDir, paths), null, 2)}\n`);
console.log(`${manifestPath}: ${paths.length} texts`);
