import { LabError } from "../../common/lab-error.mjs";

/** @import { WorkshopLab } from "./lesson.ts" */

/**
 * A drill that is one edit of the program: how the lab is broken, and the cure, which takes it back.
 *
 * @param {{ file: string, right: string, wrong: string, cure: { en: string, fr: string }, comesUp?: boolean }} edit
 *   `comesUp`: whether `up` still succeeds with it
 */
export function oneEdit({ file, right, wrong, cure, comesUp = true }) {
  return {
    async breakIt(/** @type {WorkshopLab} */ lab) {
      replaceIn(lab, file, right, wrong);
      await lab.up({ allowFailure: !comesUp });
    },
    cures: [
      {
        text: { en: `${cure.en} in ${file}, and ./lab up`, fr: `${cure.fr} dans ${file}, et ./lab up` },
        run: (/** @type {WorkshopLab} */ lab) => revert(lab, file),
      },
    ],
  };
}

/**
 * Changes the one place of the program that has `from`, as somebody in a hurry would have; `up` is left to the caller.
 *
 * @param {WorkshopLab} lab
 * @param {string} path
 * @param {string} from
 * @param {string} to
 */
export function replaceIn(lab, path, from, to) {
  const text = lab.files.read(path) ?? "";
  if (text.split(from).length !== 2)
    throw new LabError(`${path} is not as this drill expects it.`, "Bring it back: ./lab reset 11");
  lab.files.write(path, text.replace(from, to));
}

/** Puts a file of the program back as it came, and applies it. @param {WorkshopLab} lab @param {string} path */
export async function revert(lab, path) {
  lab.files.write(path, lab.files.original(path) ?? "");
  await lab.ensureUp();
}
