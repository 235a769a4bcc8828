import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { requireDocker } from "../../lib/docker/probe-docker.ts";
import { countResources, stateFiles } from "../../lib/project/state.ts";
import { refuseIfBusy } from "../../lib/project/under-way.ts";
import { findKeptVolumes, findServiceImages, removeImage } from "../../lib/stack/service-images.ts";
import { confirm } from "../../lib/terminal/terminal.ts";
import { originalsStamp } from "../../workshop/lab/originals.ts";

/** The folder for edits that lessons replace. */
const savedEdits = "saved";

/** Removes what `destroy` leaves under Pulumi's own rules, and only what belongs to the lab. */
export async function clean({ all = false, yes = false }: { all?: boolean; yes?: boolean }) {
  await requireDocker();
  requireDestroyed();
  refuseIfBusy();

  // Summary
  const images = await findServiceImages();
  const hasSaved = existsSync(join(labDir, ".lab", savedEdits));
  const remembered = hasSaved
    ? entriesOf(".lab", savedEdits)
    : [".lab"].filter((path) => existsSync(join(labDir, path)));
  const folders = [...remembered, ...entriesOf(".pulumi-state", ".gitkeep")];
  console.log("Removes:");
  for (const { label } of images) console.log(`  image ${label}`);
  for (const path of folders) console.log(`  ${path}`);
  if (all) console.log("  the base images of the stack local");
  if (images.length + folders.length === 0 && !all) return console.log("  nothing: it is clean already");
  if (!(await confirm("Remove them?", { yes }))) return console.log("Nothing was removed.");

  // Apply: the stamp goes first, so that originals that are only partly removed are recorded again.
  rmSync(join(labDir, originalsStamp), { force: true });
  for (const image of images) await removeImage(image);
  await removeBuildRemains(all);
  for (const path of folders) rmSync(join(labDir, path), { recursive: true, force: true });
  await reportKeptVolumes();
  if (hasSaved) console.log("Kept, because they are yours: .lab/saved");
  console.log("Done.");
}

/** Without its state, nothing would show what belongs to a stack that still exists. */
function requireDestroyed() {
  for (const { stack, file } of [...stateFiles(labDir), ...statesToRemove()]) {
    const count = countResources(file);
    if (count === 0) continue;
    throw new LabError(
      `the stack ${stack} still has ${count} resources in its state.`,
      `Remove them first: ./lab destroy --stack ${stack}`,
    );
  }
}

/** The states in the folder that is removed, even if PULUMI_BACKEND_URL makes the lab keep its state elsewhere. */
function statesToRemove() {
  const folder = join(labDir, ".pulumi-state/.pulumi/stacks");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .map((path) => ({ stack: basename(path, ".json"), file: join(folder, path) }));
}

/** Everything in a folder except the one entry that is kept. */
function entriesOf(folder: string, kept: string) {
  if (!existsSync(join(labDir, folder))) return [];
  return readdirSync(join(labDir, folder))
    .filter((name) => name !== kept)
    .map((name) => join(folder, name));
}

async function removeBuildRemains(all: boolean) {
  const { removeImages } = await import("../../images/remove.ts");
  const removed = await removeImages({ all });
  if (removed.length > 0) console.log(`Removed the base images ${removed.join(", ")}.`);
}

/** Data that the config `keepData` keeps is the user's: it is named, never removed. */
async function reportKeptVolumes() {
  const volumes = await findKeptVolumes();
  if (volumes.length === 0) return;
  console.log(`Kept, as the config keepData says: ${volumes.join(", ")}`);
  console.log(`  To remove the data too: docker volume rm ${volumes.join(" ")}`);
}
