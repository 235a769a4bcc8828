import { labDir } from "../../common/project.mjs";
import { useKit } from "../../lib/kit/use-kit.ts";
import { refuseIfBusy } from "../../lib/project/under-way.ts";

/** Brings a kit's version of the project, its packages and its images into this lab, without a network. */
export async function use(source: string, given: { fingerprint?: string; yes?: boolean }) {
  refuseIfBusy();
  process.exitCode = await useKit(source, labDir, given);
}
