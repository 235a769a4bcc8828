import { join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { isLeftToTheCli, rememberedStack } from "../project/lab-config.ts";
import { wrap } from "../terminal/terminal.ts";
import { canPull, missingImages, stackImages } from "./image-lookup.ts";
import type { Decision } from "./stack-images.ts";
import { recordOwnImages, settleMachineImages } from "./stack-images.ts";

/**
 * The stack to work on: the one asked for, else the remembered one, else the one that this machine can have. Which
 * images this machine has is known afterwards, for a stack that leaves that open.
 */
export async function chooseStack({
  asked,
  projectDir = labDir,
  log = console.log,
}: {
  asked?: string | undefined;
  projectDir?: string;
  log?: (line: string) => void;
}) {
  const known = rememberedStack(asked, projectDir);
  if (known && asked === undefined && isLeftToTheCli(projectDir))
    log(`Stack ${known}: \`pulumi stack select\` chose it; --stack decides otherwise.`);
  if (projectDir !== labDir) {
    if (known) return known;
    throw new LabError(`no stack was named for the project in ${projectDir}.`, "Name one: --stack dev");
  }
  const stack = known ?? (await chooseOwnStack(log));
  await settleMachineImages(stack, { look: async () => decideStack(await probeImages()), log });
  return stack;
}

async function chooseOwnStack(log: (line: string) => void) {
  const { stack, reason } = decideStack(await probeImages());
  for (const line of wrap(`Stack ${stack}: ${reason}.`, 74)) log(line);
  log("Remembered in .lab/stack; --stack decides otherwise.");
  rememberStack(stack);
  return stack;
}

/**
 * Every later command uses this stack unless another one is named; and the images of `dev` or `local` are then this
 * machine's.
 */
export function rememberStack(stack: string, projectDir = labDir) {
  writeWhole(join(projectDir, ".lab", "stack"), `${stack}\n`);
  recordOwnImages(stack, projectDir);
}

/** What was seen of the official images. */
type Seen = { missing: string[]; pullable: boolean; failure?: string; kind?: string; advice?: string };

/**
 * `dev` runs the official images and is the better teacher; `local` is for machines that cannot have them. A
 * registry that would give them after a login, a while or another name is no such case: a long build would be
 * remembered for nothing.
 */
export function decideStack({ missing, pullable, failure, kind, advice }: Seen): Decision {
  if (missing.length === 0) return { stack: "dev", reason: "the official images are on this machine" };
  if (pullable) return { stack: "dev", reason: "the official images can be pulled" };
  if (kind === "rate-limit" || kind === "login" || kind === "absent") {
    throw new LabError(
      `the official image ${missing[0]} was not given (${failure}).`,
      `To have it: ${advice}. Or build other images on this machine: ./lab start --stack local`,
    );
  }
  const reason = `its images are built here, for ${missing[0]} cannot be pulled (${failure})`;
  return { stack: "local", reason };
}

/** Asks the engine for the official images, and only then the registry, within a few seconds. */
async function probeImages(): Promise<Seen> {
  const missing = await missingImages(await stackImages("dev"));
  return { missing, ...(missing[0] === undefined ? { pullable: true } : await canPull(missing[0])) };
}
