import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LabError } from "../../common/lab-error.mjs";
import type { WorkshopLab } from "../authoring/lesson.ts";
import { firstError } from "../authoring/own-program.ts";

/** Installs the other client into playground/, by the lockfile that the lesson brings. */
export async function install(lab: WorkshopLab): Promise<void> {
  if (lab.files.read("playground/node_modules/@platformatic/kafka/package.json") !== undefined) return;
  const command = ["ci", "--prefix", "playground", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", command, { cwd: lab.dir }).catch((error) => {
    throw new LabError(
      `npm could not install the other client: ${firstError(String(error.stderr))}`,
      "It needs a package registry: npm ci --prefix playground",
    );
  });
}
