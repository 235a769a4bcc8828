import { applyPatch, parsePatch } from "diff";
import { LabError } from "../../common/lab-error.mjs";

/**
 * What a unified diff makes of the files that it names, a file that it removes having no text; nothing is changed
 * before all of it is known to fit.
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
        "Bring the lesson's start back, which keeps your edits: ./lab reset",
      );
    }
    return { path, text: isGone ? undefined : text };
  });
}
