import { writeFileSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { stringify } from "yaml";
import { labDir } from "../../common/project.mjs";
import { recordImages } from "../../lib/stack/stack-images.ts";
import { machineImages } from "./images-here.ts";

/** The stack of the copy; the learner's stacks, state and folder are not touched. */
export const stack = "e2e";

const notCopied = new Set(["node_modules", ".git", ".lab", ".pulumi-state", "coverage"]);

/**
 * Copies the project to a folder whose name has spaces, with a stack of these settings. Like `cluster`, it names no
 * images, so it uses those of this machine. Dependencies are linked, not copied.
 */
export async function copyProject(settings: Record<string, string | number>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "kafka lab e2e "));
  await chmod(dir, 0o755);
  await copySources(dir);
  await symlink(join(labDir, "node_modules"), join(dir, "node_modules"));
  const entries = Object.entries(settings).map(([key, value]) => [`kafka-lab:${key}`, String(value)]);
  writeFileSync(join(dir, `Pulumi.${stack}.yaml`), stringify({ config: Object.fromEntries(entries) }));
  // Without the other stacks, the copy knows nothing of what the learner's lab made.
  for (const file of await readdir(dir)) {
    if (/^Pulumi\..+\.yaml$/.test(file) && file !== `Pulumi.${stack}.yaml`) await rm(join(dir, file));
  }
  await mkdir(join(dir, ".lab"));
  writeFileSync(join(dir, ".lab", "stack"), `${stack}\n`);
  recordImages(machineImages, dir);
  return dir;
}

/** Copies only the sources, with their times, by which the lab sees whether its dependencies are fresh. */
export async function copySources(dir: string): Promise<void> {
  await cp(labDir, dir, {
    recursive: true,
    preserveTimestamps: true,
    filter: (source) => relative(labDir, source) === "" || !notCopied.has(basename(source)),
  });
  await mkdir(join(dir, ".pulumi-state"));
}
