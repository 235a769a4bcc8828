import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";

const addressFile = join(labDir, ".lab/classroom");
const ownFile = join(labDir, ".lab/learn/lab-id");

/** Where the kit came from is where reports can be sent later. */
export function rememberClassroom(url: string) {
  writeWhole(addressFile, `${url}\n`);
}

/** The remembered address, if the kit came over the network. */
export const knownClassroom = () => read(addressFile);

/** Tells this lab from others with the same name of its learner; drawn at the first report, and never anything else. */
export function ownLabId(): string {
  const known = read(ownFile);
  if (known !== undefined) return known;
  const drawn = randomBytes(8).toString("hex");
  writeWhole(ownFile, `${drawn}\n`, 0o600);
  return drawn;
}

function read(file: string) {
  return existsSync(file) ? readFileSync(file, "utf8").trim() || undefined : undefined;
}
