import { LabError } from "../../common/lab-error.mjs";
import type { WorkshopLab } from "./lesson.ts";

/**
 * A drill that is one edit of the program, after which `up` may fail (`comesUp`): how it breaks the lab, and the cure,
 * which reverts the edit.
 */
export function oneEdit({
  file,
  right,
  wrong,
  cure,
  comesUp = true,
}: {
  file: string;
  right: string;
  wrong: string;
  cure: { en: string; fr: string };
  comesUp?: boolean;
}) {
  return {
    async breakIt(lab: WorkshopLab) {
      replaceIn(lab, file, right, wrong);
      await lab.up({ allowFailure: !comesUp });
    },
    cures: [
      {
        text: { en: `${cure.en} in ${file}, and ./lab up`, fr: `${cure.fr} dans ${file}, et ./lab up` },
        run: (lab: WorkshopLab) => revert(lab, file),
      },
    ],
  };
}

/** Changes the one place of the program that has `from`; the caller runs `up`. */
export function replaceIn(lab: WorkshopLab, path: string, from: string, to: string) {
  const text = lab.files.read(path) ?? "";
  if (text.split(from).length !== 2)
    throw new LabError(`${path} is not as this drill expects.`, "Bring it back: ./lab reset 11");
  lab.files.write(path, text.replace(from, to));
}

/** Restores the original file of the program, and applies it. */
export async function revert(lab: WorkshopLab, path: string) {
  revertFile(lab, path);
  await lab.ensureUp();
}

/** Restores the original file of the program; the caller runs `up`. */
export function revertFile(lab: WorkshopLab, path: string) {
  lab.files.write(path, lab.files.original(path) ?? "");
}
