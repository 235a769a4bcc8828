import { LabError } from "../../common/lab-error.mjs";
import { requireDocker } from "../../lib/docker/docker.mjs";
import { operate } from "../../lib/engines/operate.mjs";
import { findProjectDir, labDir } from "../../lib/project/project.mjs";
import { tellOtherStacks } from "../../lib/project/stacks-up.mjs";
import { refuseIfBusy } from "../../lib/project/under-way.mjs";
import { chooseStack } from "../../lib/stack/choose-stack.mjs";
import { isBuiltHere, outdatedImages } from "../../lib/stack/ensure-images.mjs";
import { finishDestroy, noteDestroy } from "../../lib/stack/half-destroyed.mjs";
import { missingImages, stackImages } from "../../lib/stack/image-lookup.mjs";
import { refuseMetadataChange } from "../../lib/stack/metadata-change.mjs";
import { requireRoom } from "../../lib/stack/preflight.mjs";

/** @import { OperationRequest } from "../../lib/engines/operate.mjs" */

/**
 * `up`, `preview`, `refresh` and `destroy`: everything that is not an engine's business is settled here.
 * @param {"up" | "preview" | "refresh" | "destroy"} operation
 * @param {Partial<OperationRequest> & { cwd?: string, target?: string[] }} options
 * @returns {Promise<number>} the exit status
 */
export async function runOperation(operation, { cwd, target, stack: asked, ...options }) {
  try {
    const projectDir = findProjectDir(cwd);
    await requireDocker();
    const log = options.json ? console.error : console.log;
    const stack = await chooseStack({ asked, projectDir, log });
    if (operation !== "preview" && projectDir === labDir) refuseIfBusy();
    if (operation === "up" && projectDir === labDir) {
      await requireImages(stack, log);
      await requireRoom(stack);
      await refuseMetadataChange(stack);
      await finishDestroy(stack, { projectDir, log, ...(options.engine && { engine: options.engine }) });
    }
    const targets = target ? { targets: target } : {};
    const isWholeDestroy = operation === "destroy" && projectDir === labDir && !target;
    const destroyed = isWholeDestroy ? noteDestroy(stack) : async () => {};
    const { exitCode, document } = await operate({ operation, projectDir, stack, ...targets, ...options });
    await destroyed(exitCode);
    if (options.json) console.log(JSON.stringify(document, null, 2));
    else if (operation !== "up" && projectDir === labDir) await tellOtherStacks(stack);
    return exitCode;
  } catch (error) {
    if (options.json) printFailure(error);
    throw error;
  }
}

/**
 * No registry has the images that are built here: better said now than by Docker, after a while, for each of them.
 * @param {string} stack
 * @param {(line: string) => void} log
 */
async function requireImages(stack, log) {
  const images = await stackImages(stack);
  const missing = (await missingImages(images)).filter(isBuiltHere);
  if (missing.length === 0) {
    const outdated = await outdatedImages(images);
    if (outdated.length > 0)
      log(`Built from another version of images/: ${outdated.join(", ")}; build anew: ./lab images`);
    return;
  }
  throw new LabError(
    `the stack ${stack} needs images that are not built yet: ${missing.join(", ")}.`,
    "Build them: ./lab images",
  );
}

/** A program that asked for a document gets one. @param {unknown} error */
function printFailure(error) {
  const errors = [error instanceof Error ? error.message : String(error)];
  console.log(JSON.stringify({ result: "failed", steps: [], summary: {}, outputs: {}, errors }, null, 2));
}
