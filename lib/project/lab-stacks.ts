import { readdirSync } from "node:fs";
import { labDir } from "../../common/project.mjs";

/** The stacks of the lab: each has a file of settings. */
export function labStacks() {
  return readdirSync(labDir).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
}
