import { mkdirSync, statfsSync } from "node:fs";
import { resolve } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { ensureDocker } from "../../lib/docker/docker-setup.ts";
import { shownFingerprint } from "../../lib/kit/manifest.ts";
import { readPlatforms } from "../../lib/kit/platforms.ts";
import { makeKit, missingBytes } from "../../lib/kit-making/make-kit.ts";
import { collectParts } from "../../lib/kit-making/parts.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { ensureImages } from "../../lib/stack/ensure-images.ts";
import { startProgress } from "../../lib/terminal/spinner.ts";
import { bold, formatMegabytes, formatSeconds } from "../../lib/terminal/terminal.ts";

/** Makes a kit in a folder, or brings the one that is there up to date. */
export async function make(
  folder: string,
  { platform, stack: asked }: { platform?: string; stack?: string },
) {
  const startedMs = Date.now();
  const dir = resolve(folder);
  const platforms = readPlatforms(platform);
  await ensureDocker();
  const stack = baseStack(await chooseStack({ asked }));
  await ensureImages(stack);
  const { parts, changed, ...about } = await collectParts({
    projectDir: labDir,
    platforms,
    stack,
    log: console.log,
  });
  if (changed.includes("package-lock.json")) {
    throw new LabError(
      "package-lock.json has changes that are not committed, and a kit's packages are those of the commit.",
      "Commit them, or put the file back: git checkout package-lock.json",
    );
  }
  if (changed.length > 0) {
    console.log(
      `Not in the kit, because it is not committed: ${changed.slice(0, 5).join(", ")}${changed.length > 5 ? " ..." : ""}`,
    );
  }
  requireRoom(dir, missingBytes(dir, parts));
  const progress = startProgress();
  const kit = await makeKit(dir, { ...about, parts, log: console.log, show: progress.show }).finally(
    progress.end,
  );
  const took = formatSeconds(Date.now() - startedMs);
  console.log(`\n${dir}: ${formatMegabytes(kit.bytes)}, ${kit.made} parts made, ${kit.kept} kept (${took})`);
  console.log(`Fingerprint, for the board: ${bold(shownFingerprint(kit.fingerprint))}`);
}

function baseStack(stack: string): "dev" | "local" {
  if (stack === "dev" || stack === "local") return stack;
  throw new LabError(
    `a kit is made of the images of the stack dev or local, and this lab's is ${stack}.`,
    "Say which: ./lab kit make DIR --stack dev",
  );
}

function requireRoom(dir: string, bytes: number) {
  mkdirSync(dir, { recursive: true });
  const { bavail, bsize } = statfsSync(dir);
  const [needed, free] = [bytes, bavail * bsize].map(formatMegabytes);
  console.log(`About ${needed} to be written to ${dir}, where ${free} are free.`);
  if (bytes > bavail * bsize)
    throw new LabError(`${dir} has ${free} free, and the kit needs about ${needed}.`, "Take a larger stick.");
}
