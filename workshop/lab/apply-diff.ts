import { applyPatch, parsePatch } from "diff";
import { LabError } from "../../common/lab-error.mjs";

/**
 * The texts of the files after a unified diff; a removed file has none. Throws if any part does not fit, so a caller
 * changes all files or none.
 */
export function applyDiff(
  diff: string,
  read: (path: string) => string | undefined,
): { path: string; text: string | undefined }[] {
  return parsePatch(diff).map((patch) => {
    const isGone = patch.newFileName === "/dev/null";
    const path = String(isGone ? patch.oldFileName : patch.newFileName).replace(/^[ab]\//, "");
    const text = applyPatch(read(path) ?? "", patch);
    if (text === false) {
      throw new LabError(
        `the diff does not fit ${path}, which has been changed in the same place.`,
        "Bring the lesson's start back (your edits are saved): ./lab reset",
      );
    }
    return { path, text: isGone ? undefined : text };
  });
}
