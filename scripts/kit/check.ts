import { resolve } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { damagedFiles, openKit } from "../../lib/kit/check-kit.ts";
import { shownFingerprint } from "../../lib/kit/manifest.ts";
import { startProgress } from "../../lib/terminal/spinner.ts";
import { bold, formatMegabytes, formatTable } from "../../lib/terminal/terminal.ts";

/** Checks every file of a kit, and says for which machines it is and how old. */
export async function check(folder: string) {
  const dir = resolve(folder);
  const { manifest, fingerprint } = openKit(dir);
  const progress = startProgress();
  const wrong = await damagedFiles(dir, manifest.files, ({ path }) => progress.show(path)).finally(
    progress.end,
  );
  if (wrong.length > 0) {
    throw new LabError(
      `${wrong.length} of ${manifest.files.length} files of the kit are not as they were made:\n    ${wrong.join("\n    ")}`,
      `Copy the kit again; or make those anew: ./lab kit make '${folder}'`,
    );
  }
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const days = Math.floor((Date.now() - Date.parse(manifest.made)) / 86_400_000);
  console.log(
    formatTable([
      ["files", `${manifest.files.length}, all as they were made; ${formatMegabytes(bytes)}`],
      ["for", manifest.platforms.join(", ")],
      ["stack", `${manifest.stack}: ${manifest.images.map(({ name }) => name).join(", ")}`],
      ["project", manifest.commit.slice(0, 12)],
      [
        "made",
        `${manifest.made.slice(0, 10)}, ${days === 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`}`,
      ],
    ]),
  );
  console.log(`Fingerprint, for the board: ${bold(shownFingerprint(fingerprint))}`);
}
