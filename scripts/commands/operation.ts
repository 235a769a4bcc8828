import { LabError } from "../../common/lab-error.mjs";
import { findProjectDir, labDir } from "../../common/project.mjs";
import { requireDocker } from "../../lib/docker/probe-docker.ts";
import type { OperationRequest } from "../../lib/engines/engine-operation.ts";
import { operate } from "../../lib/engines/operate.ts";
import { removeNodeVolumes } from "../../lib/hosts/node-volumes.ts";
import { requireNodes, useSwarmOf } from "../../lib/hosts/use-hosts.ts";
import { migrate } from "../../lib/migration/migrate.ts";
import { planStep } from "../../lib/migration/plan-step.ts";
import { forgetGone } from "../../lib/migration/record.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { beginOperation, refuseIfBusy } from "../../lib/project/under-way.ts";
import { sayHowToRoll } from "../../lib/rolling/say-how-to-roll.ts";
import { refuseBrokerRemoval } from "../../lib/stack/broker-removal.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { isBuiltHere, outdatedImages } from "../../lib/stack/ensure-images.ts";
import { finishDestroy, noteDestroy } from "../../lib/stack/half-destroyed.ts";
import { missingImages, stackImages } from "../../lib/stack/image-lookup.ts";
import { refuseMetadataChange } from "../../lib/stack/metadata-change.ts";
import { passPreflight } from "../../lib/stack/preflight.ts";
import { tellOtherStacks } from "../../lib/stack/stacks-up.ts";

/**
 * Runs `up`, `preview`, `refresh` or `destroy` and returns its exit status. Everything that is not an engine's job is
 * done here.
 */
export async function runOperation(
  operation: "up" | "preview" | "refresh" | "destroy",
  { cwd, target, stack: asked, ...options }: Partial<OperationRequest> & { cwd?: string; target?: string[] },
): Promise<number> {
  let done = () => {};
  try {
    const projectDir = findProjectDir(cwd);
    await requireDocker();
    const log = options.json ? console.error : console.log;
    const stack = await chooseStack({ asked, projectDir, log });
    const isOwn = projectDir === labDir;
    const config = isOwn ? readLabConfig(stack) : undefined;
    if (config) await useSwarmOf(config);
    const changes = operation !== "preview" && isOwn;
    if (changes) refuseIfBusy({ stack });
    done = changes ? beginOperation(stack, `./lab ${operation} --stack ${stack}`) : done;
    const step =
      (operation === "up" || operation === "preview") && projectDir === labDir
        ? await planStep(stack, { projectDir, log, starts: operation === "up" })
        : undefined;
    if (operation === "up" && projectDir === labDir) {
      await requireAll([
        requireImages(stack, log),
        config && config.nodes.length > 0 ? requireNodes(config) : passPreflight(stack),
        ...(step ? [] : [refuseMetadataChange(stack)]),
        refuseBrokerRemoval(stack),
      ]);
      await finishDestroy(stack, { projectDir, log, ...(options.engine && { engine: options.engine }) });
    }
    const targets = target ? { targets: target } : {};
    const isWholeDestroy = operation === "destroy" && projectDir === labDir && !target;
    const destroyed = isWholeDestroy && config?.nodes.length === 0 ? noteDestroy(stack) : async () => {};
    const request = { operation, projectDir, stack, ...targets, ...options };
    const { exitCode, document } = step ? await migrate(step, request) : await operate(request);
    const hint = operation === "preview" && isOwn && !step?.words.length && sayHowToRoll(document);
    if (hint) log(hint);
    await destroyed(exitCode);
    if (isWholeDestroy && exitCode === 0) {
      await forgetGone(projectDir, stack);
      if (config) await removeNodeVolumes(config, log);
    }
    if (options.json) console.log(JSON.stringify(document, null, 2));
    else if (operation !== "up" && projectDir === labDir) await tellOtherStacks(stack);
    return exitCode;
  } catch (error) {
    if (options.json) printFailure(error);
    throw error;
  } finally {
    done();
  }
}

/** Checks that do not need each other wait for Docker together; of several failures, the first in this order counts. */
async function requireAll(checks: Promise<void>[]) {
  for (const check of await Promise.allSettled(checks)) if (check.status === "rejected") throw check.reason;
}

/** No registry has the images that are built here: report that now, before Docker reports it late and for each one. */
async function requireImages(stack: string, log: (line: string) => void) {
  const images = await stackImages(stack);
  const missing = (await missingImages(images)).filter(isBuiltHere);
  if (missing.length === 0) {
    const outdated = await outdatedImages(images);
    if (outdated.length > 0)
      log(`Built from another version of images/: ${outdated.join(", ")}; rebuild: ./lab images`);
    return;
  }
  throw new LabError(
    `the stack ${stack} needs images that are not built yet: ${missing.join(", ")}.`,
    "Build them: ./lab images",
  );
}

/** A program that asked for JSON gets JSON, even for a failure. */
function printFailure(error: unknown) {
  const errors = [error instanceof Error ? error.message : String(error)];
  console.log(JSON.stringify({ result: "failed", steps: [], summary: {}, outputs: {}, errors }, null, 2));
}
